import { m } from '#messages';
import type { Attention } from './attention.ts';

export const attentionWords = {
  'no-supervisor': m.supervision_attention_no_supervisor,
  overdue: m.supervision_attention_overdue,
  drifting: m.supervision_attention_drifting,
  debrief: m.supervision_attention_debrief,
  'in-order': m.supervision_attention_in_order
} satisfies Record<Attention, () => string>;
