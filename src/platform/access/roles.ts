export const roles = [
  'seeker',
  'supporter',
  'practitioner',
  'mentor',
  'supervisor',
  'trainer',
  'assessor',
  'clinician',
  'coordinator',
  'grants-manager',
  'moderator',
  'safeguarding-lead',
  'planner',
  'donor',
  'administrator'
] as const;
export type Role = (typeof roles)[number];
