/** The people of the demonstration story who have a ready-made sign-in, one for each role. Invented, all of them. */
import type { Role } from '#platform/access/index.ts';

/** Everybody in the demonstration signs in with this. It is printed by `bin/demo` and nowhere else is it valid. */
export const demoPassword = 'walk the garden path';

export type Actor = {
  key: string;
  name: string;
  email: string;
  roles: Role[];
  organisation: 'ngo' | 'facility';
};

const ngo = (key: string, name: string, ...roles: Role[]): Actor => ({
  key,
  name,
  email: `${key}@demo.example`,
  roles,
  organisation: 'ngo'
});

export const cast: Actor[] = [
  ngo('administrator', 'Wanjiru Adan', 'administrator'),
  ngo('coordinator', 'Salma Okoro', 'coordinator'),
  ngo('grants', 'Pierre Lumumba', 'grants-manager'),
  ngo('trainer', 'Ines Cardoso', 'trainer'),
  ngo('assessor', 'Joseph Mbeki', 'assessor'),
  ngo('assessor2', 'Hodan Warsame', 'assessor'),
  ngo('supervisor', 'Grace Achieng', 'supervisor'),
  ngo('lead', 'Tomás Rivera', 'safeguarding-lead'),
  ngo('supporter', 'Amina Diallo', 'supporter'),
  ngo('practitioner', 'Daudi Komba', 'practitioner'),
  ngo('planner', 'Leila Haddad', 'planner'),
  ngo('donor', 'Astrid Nilsen', 'donor'),
  { ...ngo('clinician', 'Dr Yusuf Karim', 'clinician'), organisation: 'facility' }
];

export const demoOrganisations = {
  ngo: { slug: 'green-valley', name: 'Green Valley Together', kind: 'ngo' },
  facility: { slug: 'mwezi-health-centre', name: 'Mwezi Health Centre', kind: 'facility' }
} as const;
