import { formatNumber } from '#platform/languages/format.ts';
import { m } from '#messages';

type Mark = { presence: 'present' | 'partly' | 'absent'; hours: number };

/** A day of the register in words: the hours, and whether they are a part of the day; nothing where nobody said yet. */
export function attended(mark: Mark | null): string {
  if (!mark) return '–';
  if (mark.presence === 'absent') return m.training_absent();
  const hours = formatNumber(mark.hours);
  return mark.presence === 'partly' ? m.training_register_partly({ hours }) : hours;
}
