/** After how long a safety plan is asked to be looked at again, and how long a clinician may be let in. */
export type CarePlanPolicy = { safetyPlanStaleDays: number };

/** Ninety days. Policy: those who describe safety plans ask that they be reviewed, and publish no figure. */
export const carePlanPolicyDefault: CarePlanPolicy = { safetyPlanStaleDays: 90 };

// Policy: nobody should be let in for good by a choice made once; a year is asked for again.
export const consentDaysMax = 365;
