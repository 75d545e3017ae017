/** Whom a supervisor should turn to first, and for what. One next action each. */
import type { SupervisionStanding } from './standing.server.ts';

const attentions = ['no-supervisor', 'overdue', 'drifting', 'debrief', 'in-order'] as const;
export type Attention = (typeof attentions)[number];

export type Supervisee = {
  id: string;
  name: string;
  standing: SupervisionStanding;
  /** The mean of the last self-checks, in percent; null when there are none. */
  fidelity: number | null;
  fidelityPass: number;
  /** Whether a debrief was held within the last month or so. */
  debriefed: boolean;
};

export type RankedSupervisee = Supervisee & { attention: Attention };

function attentionFor({ standing, fidelity, fidelityPass, debriefed }: Supervisee): Attention {
  if (standing.supervisor === null) return 'no-supervisor';
  if (standing.overdue) return 'overdue';
  if (fidelity !== null && fidelity < fidelityPass) return 'drifting';
  return debriefed ? 'in-order' : 'debrief';
}

/** The most pressing first; among equals the larger debt, then by name. */
export function ranked(supervisees: Supervisee[]): RankedSupervisee[] {
  return supervisees
    .map((supervisee) => ({ ...supervisee, attention: attentionFor(supervisee) }))
    .sort(
      (a, b) =>
        attentions.indexOf(a.attention) - attentions.indexOf(b.attention) ||
        b.standing.debt - a.standing.debt ||
        a.name.localeCompare(b.name)
    );
}
