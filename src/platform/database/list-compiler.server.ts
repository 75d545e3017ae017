/** A list in a query is one value, however long it is: so a statement has one plan, and not one for each length of the list. */
import {
  OperatorNode,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  type BinaryOperationNode
} from 'kysely';

const asArrays: Record<string, string> = { in: ' = any(', 'not in': ' <> all(' };

export class ListCompiler extends PostgresQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const { leftOperand, operator, rightOperand } = node;
    const asArray = OperatorNode.is(operator) ? asArrays[operator.operator] : undefined;
    if (!asArray || !PrimitiveValueListNode.is(rightOperand)) return super.visitBinaryOperation(node);
    this.visitNode(leftOperand);
    this.append(asArray);
    this.appendValue(rightOperand.values);
    this.append(')');
  }
}
