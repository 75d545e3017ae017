import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aWorkshop } from '#platform/testing/workshop.ts';
import {
  adoptCurricula,
  enrol,
  markAttendance,
  missingBefore,
  modulesOf,
  modulesVisibleTo,
  pathsOf,
  pathsVisibleTo,
  publishModule,
  publishPath,
  scheduleWorkshop,
  setTaught,
  transcriptOf,
  versionsOfPath,
  workshopsTeaching
} from './index.server.ts';

const database = onDatabase();
const at = (text: string) => new Date(`${text}Z`);

/** A programme with our curricula; Cora coordinates, Amina learns to be a peer supporter. It is May. */
async function curricula() {
  moveClock(at('2026-05-01T08:00'));
  const place = await village(database);
  const cora = await place.person('Cora', 'coordinator');
  const amina = await place.person('Amina', 'supporter');
  expect(await place.as(cora, (tx) => adoptCurricula(tx, 'To begin with', cora))).toBeNull();
  const path = async (person: Person, leadsTo: string) => {
    const paths = await place.as(person, (tx) => pathsVisibleTo(tx, person).execute());
    return paths.find(({ leads_to }) => leads_to === leadsTo)!;
  };
  const modules = async () => {
    const { version } = await path(cora, 'supporter');
    return place.as(cora, (tx) => modulesOf(tx, version));
  };
  return { place, cora, amina, path, modules };
}

test('a programme takes over the curricula once, and only who publishes may', async () => {
  const { place, cora, amina, modules } = await curricula();
  expect(await place.as(cora, (tx) => adoptCurricula(tx, 'Again', cora))).toBeNull();
  const paths = await place.as(amina, (tx) => pathsVisibleTo(tx, amina).execute());
  expect(paths.map(({ leads_to, number }) => [leads_to, number])).toEqual([
    ['supporter', 1],
    ['practitioner', 1],
    ['supervisor', 1],
    ['child-safeguarding', 1]
  ]);
  expect((await modules()).map(({ slug }) => slug)[0]).toBe('being-there');
  expect(await place.as(amina, (tx) => adoptCurricula(tx, 'Mine', amina))).toBe('not-yours-to-publish');
  const zuri = await place.person('Zuri', 'seeker');
  expect(await place.as(zuri, (tx) => pathsVisibleTo(tx, zuri).execute())).toEqual([]);
});

test('a changed module is a new version of it and of its paths; what was published stays as it was', async () => {
  const { place, cora, path, modules } = await curricula();
  const before = await path(cora, 'supporter');
  const [first] = await modules();
  const change = { ...first!, id: newId(), hours: 10, reason: 'Two more hours of practice' };
  for (let time = 0; time < 2; time++)
    expect(await place.as(cora, (tx) => publishModule(tx, change, cora))).toBeNull();
  const after = await path(cora, 'supporter');
  expect(after).toMatchObject({ number: 2, reason: 'Two more hours of practice' });
  expect((await modules())[0]!.hours).toBe(10);
  expect((await place.as(cora, (tx) => modulesOf(tx, before.version)))[0]!.hours).toBe(8);
  expect(await path(cora, 'supervisor')).toMatchObject({ number: 1 });
  expect(await place.as(cora, (tx) => versionsOfPath(tx, after.id))).toHaveLength(2);
  await expect(database.owner.query('update module_versions set hours = 1')).rejects.toThrow(/append-only/);
  const added = place.as(cora, (tx) =>
    tx
      .insertInto('path_modules')
      .values({
        organisation_id: place.organisation,
        path_version_id: before.version,
        position: 50,
        module_id: first!.module,
        module_version_id: change.id
      })
      .execute()
  );
  await expect(added).rejects.toThrow(/published path never changes/);
});

test('a path in a circle is refused, in the database too', async () => {
  const { place, cora, modules } = await curricula();
  const [one, two] = await modules();
  const circle = [
    { module: one!.module, needs: [two!.module] },
    { module: two!.module, needs: [one!.module] }
  ];
  const path = { id: newId(), leadsTo: 'supporter' as const, modules: circle, reason: 'Round' };
  expect(await place.as(cora, (tx) => publishPath(tx, path, cora))).toBe('circle');
  // Whatever else would refuse it is set aside: the table's own word alone.
  await database.owner.query('begin; set local session_replication_role = replica');
  await expect(
    database.owner.query(
      'insert into path_prerequisites select organisation_id, path_version_id, 1, 2 from path_modules limit 1'
    )
  ).rejects.toThrow(/path_prerequisites_no_circle/);
  await database.owner.query('rollback');
});

test('attendance adds to the modules a workshop teaches, opens the next, and the record on paper says so', async () => {
  const { place, cora, amina, modules } = await curricula();
  const [being, secret] = await modules();
  const session = { id: newId(), startsAt: at('2026-06-01T06:00'), endsAt: at('2026-06-01T14:00') };
  const workshop = aWorkshop({
    id: newId(),
    sessions: [session]
  });
  await place.as(cora, (tx) => scheduleWorkshop(tx, workshop, cora));
  const teach = (hours: number) =>
    place.as(cora, (tx) =>
      setTaught(tx, { workshop: workshop.id, modules: [{ module: being!.module, hours }] }, cora)
    );
  expect(await teach(9)).toBe('longer-than-workshop');
  expect(await teach(8)).toBeNull();
  expect(await place.as(amina, (tx) => setTaught(tx, { workshop: workshop.id, modules: [] }, amina))).toBe(
    'not-yours-to-change'
  );
  const coming = await place.as(amina, (tx) => workshopsTeaching(tx, [being!.module], amina));
  expect(coming).toMatchObject([{ id: workshop.id, module_id: being!.module }]);

  const before = (module: string) => place.as(amina, (tx) => missingBefore(tx, [module], amina));
  expect(await before(being!.module)).toEqual([]);
  expect((await before(secret!.module)).map(({ slug }) => slug)).toEqual(['being-there']);

  await place.as(amina, (tx) => enrol(tx, { id: newId(), workshop: workshop.id }, amina));
  moveClock(at('2026-06-01T15:00'));
  await place.as(cora, (tx) =>
    markAttendance(
      tx,
      { session: session.id, marks: [{ person: amina.id, presence: 'partly', hours: 4 }] },
      cora
    )
  );
  const standing = async () => {
    const [path] = await place.as(amina, (tx) => pathsOf(tx, amina));
    return (module: string) => path!.standing.find((one) => one.module === module)!;
  };
  expect((await standing())(being!.module)).toMatchObject({ standing: 'under-way', hours: 4 });
  expect((await standing())(secret!.module)).toMatchObject({ missing: [being!.module] });
  await place.as(cora, (tx) =>
    markAttendance(tx, { session: session.id, marks: [{ person: amina.id, presence: 'present' }] }, cora)
  );
  expect((await standing())(being!.module)).toMatchObject({ standing: 'done', hours: 8 });
  expect((await standing())(secret!.module)).toMatchObject({ standing: 'open' });

  const paper = await place.as(amina, (tx) => transcriptOf(tx, amina, 'ar'));
  expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
  expect(paper.toString('latin1')).toContain('/StructTreeRoot');
  expect(paper.toString('latin1')).toContain('NotoSansArabic');
});

test('another programme’s modules and paths are not seen', async () => {
  const { cora } = await curricula();
  const elsewhere = await village(database);
  const stranger = await elsewhere.person('Stranger', 'coordinator');
  expect(cora.organisation.id).not.toBe(elsewhere.organisation);
  expect(await elsewhere.as(stranger, (tx) => modulesVisibleTo(tx, stranger))).toEqual([]);
});
