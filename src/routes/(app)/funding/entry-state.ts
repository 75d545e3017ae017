import { m } from '#messages';
import type { EntryState } from '#domains/funding/index.ts';

type Standing = { state: EntryState; reverses_id: string | null; reversed_by_id: string | null };

/** An entry's state in a word, and how it should look. */
export function stateOf(entry: Standing): { word: string; tone: 'plain' | 'good' | 'watch' | 'bad' } {
  if (entry.reverses_id) return { word: m.funding_state_reversal(), tone: 'plain' };
  if (entry.reversed_by_id) return { word: m.funding_state_reversed(), tone: 'plain' };
  if (entry.state === 'proposed') return { word: m.funding_state_proposed(), tone: 'watch' };
  if (entry.state === 'declined') return { word: m.funding_state_declined(), tone: 'bad' };
  return { word: m.funding_state_posted(), tone: 'good' };
}
