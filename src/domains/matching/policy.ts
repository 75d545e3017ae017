/** What the gate asks for. Each organisation may set its own; a number without a published source is policy. */
export type GatePolicy = {
  /** Months after which an assessment no longer speaks for somebody. */
  assessmentMonthsMax: number;
  /** The level, 1 to 4, that every required item must reach. */
  requiredLevelMin: number;
};

/** Policy, on the rule of EQUIP (WHO and UNICEF) that no harm is shown and every basic behaviour of a required item is. */
export const gatePolicyDefault: GatePolicy = { assessmentMonthsMax: 6, requiredLevelMin: 3 };
