import { amountText, left, minorUnits } from '#domains/funding/index.ts';
import { linesVisibleTo } from '#domains/funding/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatMoney } from '#platform/languages/format.ts';
import { m } from '#messages';

/** The budget lines that could pay for a workshop which ends on this day or later, each with what is left on it. */
export async function lineChoices(tx: Tx, end: Day, person: Person) {
  const lines = await linesVisibleTo(tx, person)
    .where('grants.ends_on', '>=', end)
    .orderBy('grants.title')
    .orderBy('budget_lines.code')
    .execute();
  return lines.map(({ id, grant, code, name, currency, amount, spent, proposed }) => {
    const units = (text: string) => minorUnits(text, currency)!;
    const rest = left({ amount: units(amount), spent: units(spent), proposed: units(proposed) });
    const leftOver = formatMoney(amountText(rest, currency), currency);
    return { value: id, label: m.training_line_choice({ grant, code, name, left: leftOver }) };
  });
}
