/** The people of the demonstration story, all invented. The first of each role has a ready-made sign-in. */
import type { Role } from '#platform/access/index.ts';
import type { Chance } from './chance.ts';

/** Everybody on the staff of the demonstration signs in with this. `bin/demo` prints it; nowhere else is it valid. */
export const demoPassword = 'walk the garden path';

export type Actor = {
  key: string;
  name: string;
  email: string;
  roles: Role[];
  organisation: 'ngo' | 'facility';
};

const actor = (key: string, name: string, ...roles: Role[]): Actor => ({
  key,
  name,
  email: `${key}@demo.example`,
  roles,
  organisation: 'ngo'
});

export const cast: Actor[] = [
  actor('administrator', 'Wanjiru Adan', 'administrator'),
  actor('coordinator', 'Salma Okoro', 'coordinator'),
  actor('grants', 'Pierre Lumumba', 'grants-manager'),
  actor('trainer', 'Ines Cardoso', 'trainer'),
  actor('assessor', 'Joseph Mbeki', 'assessor'),
  actor('assessor2', 'Hodan Warsame', 'assessor'),
  actor('supervisor', 'Grace Achieng', 'supervisor'),
  actor('lead', 'Tomás Rivera', 'safeguarding-lead'),
  actor('supporter', 'Amina Diallo', 'supporter'),
  actor('practitioner', 'Daudi Komba', 'practitioner'),
  actor('planner', 'Leila Haddad', 'planner'),
  actor('donor', 'Astrid Nilsen', 'donor'),
  { ...actor('clinician', 'Dr Yusuf Karim', 'clinician'), organisation: 'facility' }
];

export const demoOrganisations = {
  ngo: { slug: 'green-valley', name: 'Green Valley Together', kind: 'ngo' },
  facility: { slug: 'mwezi-health-centre', name: 'Mwezi Health Centre', kind: 'facility' }
} as const;

const given = [
  'Asha',
  'Baraka',
  'Chiku',
  'Dalia',
  'Elias',
  'Fatou',
  'Gideon',
  'Habiba',
  'Imani',
  'Juma',
  'Khadija',
  'Lucas',
  'Mariam',
  'Nuru',
  'Omar',
  'Paloma',
  'Rehema',
  'Sefu',
  'Tatu',
  'Umar',
  'Valeria',
  'Winta',
  'Yasmin',
  'Zawadi'
];
const family = [
  'Abdi',
  'Barasa',
  'Camara',
  'Duarte',
  'Eshe',
  'Fofana',
  'Gitau',
  'Hassan',
  'Issa',
  'Jelani',
  'Kamau',
  'Lopes',
  'Mwangi',
  'Ndiaye',
  'Otieno',
  'Pereira',
  'Said',
  'Touré',
  'Wekesa',
  'Yusuf'
];

/** So many more colleagues with a role, without a sign-in of their own. No two share a name. */
export function colleagues(role: Role, count: number, taken: Set<string>, chance: Chance): Actor[] {
  return Array.from({ length: count }, (_, index) => {
    let name: string;
    do name = `${chance.pick(given)} ${chance.pick(family)}`;
    while (taken.has(name));
    taken.add(name);
    return actor(`${role}-${index + 2}`, name, role);
  });
}
