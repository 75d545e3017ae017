import type { Person } from './person.ts';
import type { Role } from './roles.ts';

/**
 * What each role may do, in one place. A permission says that a kind of act is somebody's work at all; *whose*
 * records they may touch is decided by the lookups (`…VisibleTo`) and by row-level security.
 */
export const permissions = {
  'organisation.manage': ['administrator'],
  // The figures each room goes by, and who may set them from a day on.
  'policies.see': ['administrator', 'coordinator', 'supervisor', 'safeguarding-lead'],
  'policies.set': ['administrator', 'coordinator'],
  'people.see': ['administrator', 'coordinator', 'supervisor', 'safeguarding-lead', 'trainer', 'assessor'],
  'people.invite': ['administrator', 'coordinator'],
  // Whoever may import some kind; which ones, each kind says.
  'data.import': ['administrator', 'coordinator', 'planner', 'trainer'],
  'audit.read': ['administrator', 'safeguarding-lead'],
  'places.see': ['administrator', 'coordinator', 'planner', 'grants-manager', 'supervisor', 'donor'],
  'places.manage': ['administrator', 'planner', 'coordinator'],
  'grants.see': ['grants-manager', 'donor', 'administrator', 'coordinator'],
  'grants.record': ['grants-manager'],
  'costs.post': ['grants-manager', 'coordinator', 'trainer'],
  'payments.approve': ['grants-manager', 'administrator'],
  'workshops.see': [
    'coordinator',
    'trainer',
    'supporter',
    'practitioner',
    'supervisor',
    'administrator',
    'grants-manager',
    'assessor',
    'mentor'
  ],
  'workshops.schedule': ['coordinator', 'trainer'],
  'workshops.enrol': ['supporter', 'practitioner', 'supervisor', 'mentor', 'assessor'],
  'attendance.mark': ['coordinator', 'trainer'],
  'curricula.publish': ['coordinator', 'trainer'],
  'training.account': ['coordinator', 'trainer', 'grants-manager', 'administrator'],
  'courses.write': ['coordinator', 'trainer'],
  'courses.take': [
    'supporter',
    'practitioner',
    'supervisor',
    'mentor',
    'assessor',
    'trainer',
    'coordinator',
    'administrator'
  ],
  'rubrics.manage': ['coordinator', 'administrator'],
  'assessments.record': ['assessor', 'supervisor'],
  // Saying who assesses whom.
  'assessments.share': ['coordinator'],
  'assessments.see': ['assessor', 'supervisor', 'coordinator', 'trainer'],
  'certificates.issue': ['coordinator'],
  // Everybody's certificates at a glance, and what keeps people from the gate.
  'certificates.oversee': ['coordinator'],
  'certificates.suspend': ['coordinator', 'supervisor', 'safeguarding-lead'],
  'certificates.lift': ['coordinator', 'safeguarding-lead'],
  'support.give': ['supporter', 'practitioner'],
  'support.coordinate': ['coordinator'],
  'support.seek': ['seeker'],
  'matches.make': ['coordinator'],
  'supporters.suspend': ['coordinator', 'supervisor', 'safeguarding-lead'],
  'supervision.give': ['supervisor'],
  'supervision.receive': ['supporter', 'practitioner'],
  'supervision.oversee': ['coordinator', 'supervisor'],
  'concerns.raise': [
    'supporter',
    'practitioner',
    'supervisor',
    'coordinator',
    'clinician',
    'safeguarding-lead',
    'seeker',
    'mentor',
    'trainer',
    'assessor',
    'administrator'
  ],
  // An administrator is called when nobody else is there.
  'concerns.respond': ['safeguarding-lead', 'supervisor', 'coordinator', 'administrator'],
  'concerns.close': ['safeguarding-lead', 'supervisor', 'coordinator', 'administrator'],
  'rota.manage': ['safeguarding-lead', 'coordinator', 'administrator'],
  'safety-rules.set': ['safeguarding-lead', 'administrator'],
  'supervisors.assign': ['coordinator', 'administrator'],
  'contacts.unseal': ['safeguarding-lead'],
  // The second person, without whom nothing is opened.
  'contacts.agree': ['coordinator', 'supervisor', 'administrator'],
  // Whose plans: row-level security says, by relationship or consent.
  'plans.take-part': ['supporter', 'practitioner', 'clinician'],
  'plans.be-listed': ['clinician'],
  'impact.see': ['grants-manager', 'donor', 'administrator', 'coordinator', 'planner', 'supervisor'],
  'outbox.read': ['administrator'],
  // What came from the devices of people whose access had ended.
  'field-work.settle': ['coordinator', 'administrator']
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** Whether any of the person's roles here includes the permission. */
export function can(person: Pick<Person, 'roles'> | null, permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission];
  return person !== null && person.roles.some((role) => allowed.includes(role));
}
