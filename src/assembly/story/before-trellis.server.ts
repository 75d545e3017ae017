/**
 * What the organisation did before it had Trellis, from the lists it kept: who came to its first training, who had been
 * certified elsewhere, and a session book with scores. Each comes in by the importer, as a newcomer's own would.
 */
import type { Person } from '#platform/access/index.ts';
import { bringIn } from './bring-in.server.ts';
import { chance } from './chance.ts';
import { act, at, dayOf, who, type World } from './world.server.ts';

// Chance of its own: these lists may grow and leave the rest of the story as it is.
const luck = 20240301;
const firstTraining = { title: 'Foundations of helping, first group', begins: 14, days: 5, hours: '8.5' };
const listedOn = 22;

/** The attendance list of the first training; a trainer kept it, and brings it in. */
export async function bringInFirstTraining(world: World, attended: Person[]): Promise<void> {
  const trainer = who(world, 'trainer');
  const { title, begins, days, hours } = firstTraining;
  const rows = Array.from({ length: days }, (_, day) =>
    attended.map(({ name }, index) =>
      line(
        ...[title, name, dayOf(world, begins + day), hours, 'Helping skills', 'Green Valley training room'],
        ...[`GV-${index + 101}`, 'Mwezi College', 'FHS-101'],
        ...(day === days - 1 ? [`${88 - (index % 20)} %`, `MC-${index + 101}`] : ['', ''])
      )
    )
  );
  await act(world, trainer, at(world, listedOn, 9), (tx) =>
    bringIn(
      tx,
      'trainings',
      'attendance-first-group.csv',
      sheet(
        'Training,Participant,Date,Hours,Type,Venue,Employee ID,Provider,Course code,Score,Certificate No.',
        rows.flat()
      ),
      trainer
    )
  );
}

/** Counsellors came with the ministry's certificate; the gate asks for an assessment made here all the same. */
export async function bringInCertificates(world: World): Promise<void> {
  const coordinator = who(world, 'coordinator');
  const rows = world.helpers.practitioners
    .filter((_, index) => index % 2 === 0)
    .map(({ name }, index) =>
      line(
        name,
        'Counsellor',
        dayOf(world, -300 + 9 * index),
        dayOf(world, 430 + 9 * index),
        'Wizara ya Afya'
      )
    );
  await act(world, coordinator, at(world, listedOn, 10), (tx) =>
    bringIn(
      tx,
      'certificates',
      'certificates-of-the-ministry.csv',
      sheet('Name,Certified as,Issued on,Valid until,Issued by', rows),
      coordinator
    )
  );
}

const peopleListed = 24;
const sessionsListed = 5;
const booksClosed = 86;

/** Counsellors saw some people before the door opened; their book says codes only, and PHQ-9 at the first and last session. */
export async function bringInSessionBook(world: World): Promise<void> {
  const coordinator = who(world, 'coordinator');
  const rows = Array.from({ length: Math.max(4, Math.round(peopleListed * world.scale)) }, (_, number) =>
    courseOf(world, number)
  );
  await act(world, coordinator, at(world, booksClosed, 10), (tx) =>
    bringIn(
      tx,
      'encounters',
      'session-book.csv',
      sheet('Code,Supporter,Date,Minutes,Type,PHQ-9,Notes,Ended', rows.flat()),
      coordinator
    )
  );
}

function courseOf(world: World, number: number): string[] {
  const { between, pick } = chance(luck + number);
  const { name } = world.helpers.practitioners[number % world.helpers.practitioners.length]!;
  const begins = between(4, 40);
  const before = between(9, 18);
  return Array.from({ length: sessionsListed }, (_, session) => {
    const last = session === sessionsListed - 1;
    const total = last ? Math.max(2, before - between(1, 9)) : before;
    return line(
      `GV-${String(number + 1).padStart(3, '0')}`,
      name,
      dayOf(world, begins + session * 8),
      String(pick([40, 45, 50, 60])),
      pick(['individual', 'individual', 'home visit', 'phone']),
      session === 0 || last ? answersOf(total) : '',
      pick(['Sleep and worries.', 'The harvest, and what it left.', 'Her sister came along.', '']),
      last ? dayOf(world, begins + session * 8) : ''
    );
  });
}

/** Nine answers as a book writes them; the ninth is none. */
function answersOf(total: number): string {
  const answers = Array.from({ length: 8 }, (_, item) => Math.floor(total / 8) + (item < total % 8 ? 1 : 0));
  return [...answers, 0].join(' ');
}

const line = (...cells: string[]) => cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',');
const sheet = (header: string, rows: string[]) => Buffer.from([header, ...rows].join('\n'));
