/** Working without a signal: the shapes that a device and the server exchange. */
export {
  fieldCommand,
  type FieldAnswer,
  type FieldCommand,
  type FieldPack,
  type FieldPart
} from './field-command.ts';
