import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import ExcelJS from 'exceljs';
import { nameDonorMember, recordGrant } from '#domains/funding/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { indicatorKeys, indicatorOf } from './index.ts';
import {
  chainBehind,
  impactCsv,
  impactPaper,
  impactWorkbook,
  reportFor,
  rowsBehind,
  type Report
} from './index.server.ts';

const database = onDatabase();
const everything = new URLSearchParams();
const asking = (query: Record<string, string>) => new URLSearchParams(query);

const figure = (report: Report | null, key: string) => report!.figures.find((one) => one.key === key)!;

describe('the figures', () => {
  test('every count equals the number of rows it drills down to', async () => {
    const { as, manager } = await programme();
    await as(manager, async (tx) => {
      for (const period of ['all', '2026', '2026-Q1']) {
        const report = (await reportFor(tx, asking({ period }), manager))!;
        for (const key of indicatorKeys.filter((one) => indicatorOf(one).unit === 'count')) {
          const { value } = figure(report, key);
          const rows = await rowsBehind(tx, report, key, manager);
          if (value === 'masked') expect(rows, `${key} in ${period}`).toBe('masked');
          else expect(rows.length, `${key} in ${period}`).toBe(value);
        }
      }
    });
  });

  test('count each person once, each session, and a group’s hours once', async () => {
    const { as, manager } = await programme();
    const report = await as(manager, (tx) => reportFor(tx, everything, manager));
    // 31 people with two sessions of an hour each, one of them a group of twelve.
    expect(figure(report, 'people').value).toBe(31);
    expect(figure(report, 'sessions').value).toBe(62);
    expect(figure(report, 'contact-hours').value).toBe(62 - 11);
    expect(figure(report, 'matches').value).toBe(31);
  });

  test('a workshop that was called off is not counted, and what was learned there is', async () => {
    const { as, asSystem, organisation, manager } = await programme();
    const counted = async () => {
      const report = await as(manager, (tx) => reportFor(tx, everything, manager));
      return [figure(report, 'workshops').value, figure(report, 'seats').value];
    };
    const [workshops, seats] = await counted();
    expect(workshops).toBe(1);
    await asSystem(async (tx) => {
      const { id } = await tx.selectFrom('workshops').select('id').executeTakeFirstOrThrow();
      const reason = 'The road is under water.';
      const row = { organisation_id: organisation, workshop_id: id, reason, cancelled_at: new Date() };
      await tx.insertInto('workshop_cancellations').values(row).execute();
    });
    expect(await counted()).toEqual([0, seats]);
  });

  test('a corrected session counts as it was corrected', async () => {
    const { as, asSystem, manager, relationships } = await programme();
    await asSystem((tx) => correctFirstSession(tx, relationships[0]!, 120));
    const report = await as(manager, (tx) => reportFor(tx, everything, manager));
    expect(figure(report, 'sessions').value).toBe(62);
    expect(figure(report, 'contact-hours').value).toBe(62 - 11 + 1);
  });

  test('change in scores is told with its interval, the share that improved, and who is missing', async () => {
    const { as, manager } = await programme();
    const report = await as(manager, (tx) => reportFor(tx, everything, manager));
    // The first fifteen answered twice, and each fell by six to eight points.
    const change = figure(report, 'phq-9');
    expect(change.value).toBeCloseTo(-7);
    expect(change.of).toBe(15);
    expect(change.interval!.low).toBeLessThan(-7);
    expect(change.interval!.high).toBeGreaterThan(-7);
    expect(change.improved).toMatchObject({ share: 1 });
    expect(change.missing).toEqual([{ what: 'unscored', count: 16 }]);
  });

  test('somebody who answered once is missing, and nobody’s change is told of ten people or fewer', async () => {
    const { as, manager } = await programme({ scored: 9 });
    const report = await as(manager, (tx) => reportFor(tx, everything, manager));
    expect(figure(report, 'phq-9').value).toBe('masked');
    const rows = await as(manager, async (tx) => rowsBehind(tx, report!, 'phq-9', manager));
    expect(rows).toBe('masked');
  });

  test('a cost is divided by the people reached under its grant', async () => {
    const { as, manager, grant } = await programme();
    const report = await as(manager, (tx) => reportFor(tx, asking({ scope: `grant:${grant}` }), manager));
    expect(figure(report, 'people').value).toBe(31);
    expect(figure(report, 'cost')).toMatchObject({ value: null, missing: [{ what: 'uncosted' }] });
  });
});

describe('a small cell', () => {
  test('of four people in a district is hidden, and so is the next smallest district', async () => {
    const { as, manager, districts } = await programme();
    const report = await as(manager, (tx) => reportFor(tx, everything, manager));
    const byDistrict = report!.byDistrict('people');
    expect(byDistrict.get(districts.small)).toBe('masked');
    expect(byDistrict.get(districts.middle)).toBe('masked');
    expect(byDistrict.get(districts.large)).toBe(15);
  });

  test('is hidden with its rows', async () => {
    const { as, manager, districts } = await programme();
    await as(manager, async (tx) => {
      const report = (await reportFor(tx, asking({ district: districts.small }), manager))!;
      expect(figure(report, 'people').value).toBe('masked');
      expect(await rowsBehind(tx, report, 'people', manager)).toBe('masked');
    });
  });
});

describe('a row', () => {
  test('has no name and no id; its code is another one for another question and another reader', async () => {
    const { as, person, manager, seekers } = await programme();
    const other = await person('Coordinator', 'coordinator');
    const codes = async (who: Person, query: URLSearchParams) =>
      as(who, async (tx) => {
        const rows = await rowsBehind(tx, (await reportFor(tx, query, who))!, 'people', who);
        return (rows as { code: string }[]).map(({ code }) => code);
      });
    const mine = await codes(manager, everything);
    expect(await codes(manager, everything)).toEqual(mine);
    expect(await codes(manager, asking({ period: '2026' }))).not.toContain(mine[0]);
    expect(await codes(other, everything)).not.toContain(mine[0]);
    expect(mine.some((code) => seekers.some(({ id }) => id.toUpperCase().includes(code)))).toBe(false);
  });

  test('leads back through match, certificate and workshop to the grant', async () => {
    const { as, manager } = await programme();
    await as(manager, async (tx) => {
      const report = (await reportFor(tx, everything, manager))!;
      const rows = (await rowsBehind(tx, report, 'people', manager)) as { code: string }[];
      const chain = await chainBehind(tx, report, 'people', rows[0]!.code, manager);
      expect(chain!.filter(({ told }) => told.length > 0).map(({ link }) => link)).toEqual(
        expect.arrayContaining([
          'grant',
          'line',
          'workshop',
          'attendance',
          'certificate',
          'match',
          'sessions'
        ])
      );
      expect(await chainBehind(tx, report, 'people', 'ABCDEF0123', manager)).toBeNull();
    });
  });
});

describe('a donor', () => {
  test('sees the numbers of their own grant, rounded, and no other', async () => {
    const { as, donor, grant } = await programme();
    const report = await as(donor, (tx) => reportFor(tx, asking({ scope: 'all' }), donor));
    expect(report!.question.scope).toBe(`grant:${grant}`);
    expect(report!.choices.scopes).toEqual([`grant:${grant}`]);
    expect(figure(report, 'people').value).toBe(30);
  });

  test('cannot read a single person’s row', async () => {
    const { as, donor } = await programme();
    await as(donor, async (tx) => {
      const report = (await reportFor(tx, everything, donor))!;
      for (const key of indicatorKeys) expect(await rowsBehind(tx, report, key, donor)).toBe('outside');
      for (const table of [
        'encounters',
        'relationships',
        'responses',
        'profiles',
        'certificates',
        'attendances',
        'concerns'
      ] as const) {
        expect(await tx.selectFrom(table).selectAll().execute(), table).toEqual([]);
      }
      const rows = await sql`select * from impact_rows('people', 'all', 'all', 'all', 'salt')`.execute(tx);
      const changes =
        await sql`select * from impact_change_rows('phq-9', 'all', 'all', 'salt', '{"phq-9": 6}')`.execute(
          tx
        );
      expect([...rows.rows, ...changes.rows]).toEqual([]);
    });
  });

  test('and nobody else either, reaches the functions that still hold ids', async () => {
    const { as, manager, donor } = await programme();
    for (const who of [manager, donor]) {
      for (const name of [
        'impact_facts()',
        'impact_trained()',
        'impact_counted()',
        `impact_cells('{}')`,
        `impact_score_changes('{}', '{}')`,
        `impact_outcomes('{}', '{}')`,
        `impact_supervision('{}')`
      ]) {
        await expect(as(who, (tx) => sql`select * from ${sql.raw(name)}`.execute(tx))).rejects.toThrow(
          /permission denied/
        );
      }
    }
  });

  test('without a grant is told so', async () => {
    const { person, as } = await programme();
    const stranger = await person('Another donor', 'donor');
    expect(await as(stranger, (tx) => reportFor(tx, everything, stranger))).toBeNull();
  });
});

test('a supporter and a seeker get no figure, whatever they ask', async () => {
  const { as, seekers, supporter } = await programme();
  for (const who of [supporter, seekers[0]!]) {
    const counted = await as(who, (tx) => sql`select * from impact_evidence('{}')`.execute(tx));
    expect(counted.rows).toEqual([{ cells: [], outcomes: [], supervision: [] }]);
  }
});

test('another organisation’s people count for nothing here', async () => {
  await programme();
  const { as, person } = await village(database);
  const manager = await person('Manager', 'grants-manager');
  const report = await as(manager, (tx) => reportFor(tx, everything, manager));
  expect(figure(report, 'people').value).toBe(0);
});

describe('what leaves the organisation', () => {
  test('is rounded to five and on record, as a table, a spreadsheet and on paper', async () => {
    const { as, asSystem, manager } = await programme();
    const csv = await as(manager, (tx) => impactCsv(tx, everything, manager));
    expect(csv).toMatch(/People reached,30,/);
    expect(csv).not.toMatch(/People reached,31/);
    const book = new ExcelJS.Workbook();
    const sheet = await as(manager, (tx) => impactWorkbook(tx, everything, manager));
    await book.xlsx.load(sheet as never);
    expect(book.worksheets).toHaveLength(4);
    const pdf = await as(manager, (tx) => impactPaper(tx, everything, manager));
    expect(pdf!.toString('latin1').slice(0, 5)).toBe('%PDF-');
    const entries = await asSystem((tx) =>
      tx.selectFrom('audit_entries').where('action', '=', 'impact.exported').select('reason').execute()
    );
    expect(entries.map(({ reason }) => reason!.split(' ')[0]).sort()).toEqual(['csv', 'pdf', 'xlsx']);
  });

  test('never holds a formula, whatever a grant is called', async () => {
    const { as, manager, coordinator } = await programme({ title: '=HYPERLINK("http://evil.example")' });
    const grants = await as(coordinator, (tx) => tx.selectFrom('grants').select('id').execute());
    const csv = await as(manager, (tx) =>
      impactCsv(tx, asking({ scope: `grant:${grants[0]!.id}` }), manager)
    );
    for (const line of csv!.replace('\uFEFF', '').split('\r\n')) expect(line).not.toMatch(/^"?[=+@]/);
  });
});

// ---- a small programme: one grant, one workshop, one trained supporter, 31 people in three districts ----

type Programme = Village & {
  manager: Person;
  coordinator: Person;
  donor: Person;
  supporter: Person;
  seekers: Person[];
  relationships: string[];
  grant: string;
  districts: { large: string; middle: string; small: string };
};

async function programme({ scored = 15, title = 'Growing' } = {}): Promise<Programme> {
  const place = await village(database);
  const { organisation, person, as, asSystem } = place;
  const manager = await person('Manager', 'grants-manager');
  const coordinator = await person('Coordinator', 'coordinator');
  const donor = await person('Donor', 'donor');
  const supporter = await person('Amina', 'supporter');
  const grant = newId();
  const line = newId();
  const given = {
    id: grant,
    donor: { name: 'A foundation' },
    title,
    purpose: 'Peer support',
    currency: 'USD',
    total: '50000',
    startsOn: '2025-01-01',
    endsOn: '2026-12-31',
    lines: [{ id: line, code: 'T1', name: 'Training', amount: '20000' }]
  };
  expect(await as(manager, (tx) => recordGrant(tx, given, manager))).toBeNull();
  const donors = await as(manager, (tx) => tx.selectFrom('donors').select('id').executeTakeFirstOrThrow());
  await as(manager, (tx) => nameDonorMember(tx, donors.id, donor.id, manager));
  const districts = { large: newId(), middle: newId(), small: newId() };
  const seekers: Person[] = [];
  for (let index = 0; index < 31; index++) seekers.push(await person(`Seeker ${index}`, 'seeker'));
  const relationships = await asSystem(async (tx) => {
    await writePlaces(tx, organisation, districts);
    await train(tx, organisation, { line, supporter, coordinator });
    return await support(tx, organisation, { seekers, supporter, districts, scored });
  });
  return { ...place, manager, coordinator, donor, supporter, seekers, relationships, grant, districts };
}

async function writePlaces(tx: Tx, organisation_id: string, districts: Programme['districts']) {
  const country = newId();
  const area = (id: string, name: string, level: number, parent_id: string | null) => ({
    organisation_id,
    id,
    p_code: name,
    name,
    kind: 'area',
    level,
    parent_id
  });
  await tx
    .insertInto('places')
    .values(area(country, 'Country', 0, null))
    .execute();
  await tx
    .insertInto('places')
    .values(Object.entries(districts).map(([name, id]) => area(id, name, 1, country)))
    .execute();
}

async function train(
  tx: Tx,
  organisation_id: string,
  { line, supporter, coordinator }: { line: string; supporter: Person; coordinator: Person }
) {
  const [workshop, session] = [newId(), newId()];
  await tx
    .insertInto('workshops')
    .values({
      organisation_id,
      id: workshop,
      title: 'Foundations',
      aims: 'Listening',
      kind: 'foundational-helping',
      line_id: line,
      venue: 'Hall',
      language: 'en',
      time_zone: 'UTC',
      seats: 20,
      scheduled_at: new Date('2025-11-01')
    })
    .execute();
  await tx
    .insertInto('workshop_sessions')
    .values({
      organisation_id,
      id: session,
      workshop_id: workshop,
      starts_at: new Date('2025-11-10T08:00Z'),
      ends_at: new Date('2025-11-10T16:00Z')
    })
    .execute();
  await tx
    .insertInto('attendances')
    .values({
      organisation_id,
      id: newId(),
      workshop_id: workshop,
      session_id: session,
      person_id: supporter.id,
      presence: 'present',
      hours: '8',
      marked_at: new Date('2025-11-10T17:00Z')
    })
    .execute();
  await tx
    .insertInto('certificates')
    .values({
      organisation_id,
      id: newId(),
      person_id: supporter.id,
      role: 'supporter',
      training_hours: '40',
      issued_by: coordinator.id,
      issued_on: '2025-12-01',
      expires_on: '2027-12-01',
      issued_at: new Date('2025-12-01'),
      code: newId()
        .replaceAll('-', '')
        .toUpperCase()
        .replace(/[^A-Z2-7]/g, 'A')
        .slice(0, 26)
    })
    .execute();
}

type Supported = { seekers: Person[]; supporter: Person; districts: Programme['districts']; scored: number };

async function support(
  tx: Tx,
  organisation_id: string,
  { seekers, supporter, districts, scored }: Supported
): Promise<string[]> {
  const relationships: string[] = [];
  for (const [index, seeker] of seekers.entries()) {
    const place_id = index < 15 ? districts.large : index < 27 ? districts.middle : districts.small;
    await tx
      .insertInto('profiles')
      .values({ organisation_id, person_id: seeker.id, place_id, changed_at: new Date('2026-01-01') })
      .execute();
    const relationship = newId();
    relationships.push(relationship);
    await tx
      .insertInto('relationships')
      .values({
        organisation_id,
        id: relationship,
        seeker_id: seeker.id,
        supporter_id: supporter.id,
        opened_at: new Date('2026-01-02T09:00Z')
      })
      .execute();
    const session = (at: string, kind: string) => ({
      organisation_id,
      id: newId(),
      relationship_id: relationship,
      seeker_id: seeker.id,
      supporter_id: supporter.id,
      kind,
      started_at: new Date(at),
      minutes: 60,
      recorded_at: new Date('2026-06-01')
    });
    const first =
      index < 12
        ? session('2026-01-10T09:00Z', 'group')
        : session(`2026-01-11T09:${10 + index}:00Z`, 'individual');
    await tx
      .insertInto('encounters')
      .values([first, session(`2026-02-11T09:${10 + index}:00Z`, 'individual')])
      .execute();
    const response = (at: string, total: number) => ({
      organisation_id,
      id: newId(),
      subject_id: seeker.id,
      recorded_by: supporter.id,
      instrument: 'phq-9',
      answered_at: new Date(at),
      language: 'en',
      total,
      band: 'moderate',
      flags: [],
      cut_off: 'phq-9-en-adults',
      recorded_at: new Date(at)
    });
    const answers = [
      response('2026-01-11T10:00Z', 15),
      ...(index < scored ? [response('2026-02-11T10:00Z', 15 - (index % 3) - 6)] : [])
    ];
    await tx.insertInto('responses').values(answers).execute();
  }
  return relationships;
}

async function correctFirstSession(tx: Tx, relationship: string, minutes: number) {
  const wrong = await tx
    .selectFrom('encounters')
    .selectAll()
    .where('relationship_id', '=', relationship)
    .where('kind', '=', 'individual')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('encounters')
    .values({ ...wrong, id: newId(), corrects: wrong.id, minutes })
    .execute();
}
