import { expect, test } from 'vitest';
import { moveClock, now } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { Person, Role } from '#platform/access/index.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import {
  bearInvitation,
  invite,
  inviteAgain,
  openInvitations,
  revokeInvitation,
  takeUpInvitation
} from './index.server.ts';

const database = onDatabase();
const asVisitor = <T>(work: Parameters<typeof speakAs<T>>[2]) =>
  speakAs(database.database, { visitor: true }, work);

async function invited({ as }: Village, person: Person, roles: Role[] = ['supporter']) {
  const id = newId();
  const email = `${id}@example.org`;
  expect(
    await as(person, (tx) => invite(tx, { id, name: 'Amina', email, roles, language: 'sw' }, person))
  ).toBeNull();
  return { id, email, token: await tokenMailedTo(email) };
}

async function tokenMailedTo(address: string): Promise<string> {
  const { rows } = await database.owner.query(
    'select body from outgoing_mails where to_address = $1 order by written_at desc',
    [address]
  );
  return /\/invitation\/(\S+)/.exec(rows[0].body)![1]!;
}

const takeUp = (token: string, known: string | null = null) =>
  asVisitor(async (tx) => {
    const invitation = await bearInvitation(tx, token);
    return invitation && takeUpInvitation(tx, invitation, known);
  });

test('whoever bears the link becomes a colleague with the roles it names, once', async () => {
  const here = await village(database);
  const boss = await here.person('Boss', 'administrator');
  const { id, token } = await invited(here, boss, ['supporter', 'mentor']);
  expect(await takeUp(token)).toBe(id);
  const roles = await here.as(boss, (tx) =>
    tx.selectFrom('memberships').select('role').where('person_id', '=', id).orderBy('role').execute()
  );
  expect(roles).toEqual([{ role: 'mentor' }, { role: 'supporter' }]);
  expect(await takeUp(token), 'the link is used up').toBeNull();
});

test('the link’s secret is nowhere in the invitation', async () => {
  const here = await village(database);
  const boss = await here.person('Boss', 'administrator');
  const { id, token } = await invited(here, boss);
  const { rows } = await database.owner.query(
    'select row_to_json(i)::text as text from invitations i where id = $1',
    [id]
  );
  expect(rows[0].text).not.toContain(token);
});

test('an invitation is over after seven days, when revoked, and when sent again', async () => {
  const here = await village(database);
  const boss = await here.person('Boss', 'administrator');
  const [old, withdrawn, first] = [
    await invited(here, boss),
    await invited(here, boss),
    await invited(here, boss)
  ];
  await here.as(boss, (tx) => revokeInvitation(tx, withdrawn.id, boss));
  expect(await takeUp(withdrawn.token)).toBeNull();
  const again = newId();
  await here.as(boss, (tx) => inviteAgain(tx, { id: again, earlier: first.id }, boss));
  expect(await takeUp(first.token)).toBeNull();
  expect(await takeUp(await tokenMailedTo(first.email))).toBe(again);
  moveClock(new Date(now().getTime() + 7 * 24 * 60 * 60_000));
  expect(await takeUp(old.token)).toBeNull();
  expect(await here.as(boss, (tx) => openInvitations(tx, boss).execute())).toMatchObject([{ id: old.id }]);
});

test('two people with one link: one comes in', async () => {
  const here = await village(database);
  const { token } = await invited(here, await here.person('Boss', 'administrator'));
  const outcomes = await Promise.allSettled([takeUp(token, null), takeUp(token, null)]);
  const { rows } = await database.owner.query(
    "select count(*)::int as ends from invitation_ends e where how = 'accepted' and organisation_id = $1",
    [here.organisation]
  );
  expect(rows[0].ends).toBe(1);
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value !== null)).toHaveLength(
    1
  );
});

test('a coordinator invites supporters only, and hands out nobody’s sign-in', async () => {
  const here = await village(database);
  const salma = await here.person('Salma', 'coordinator');
  const boss = await here.person('Boss', 'administrator');
  await invited(here, salma);
  const ask = (roles: Role[], person: string | null = null) =>
    here.as(salma, (tx) =>
      invite(
        tx,
        { id: newId(), name: 'X', email: `${newId()}@example.org`, roles, language: 'en', person },
        salma
      )
    );
  expect(await ask(['administrator'])).toBe('roles-not-yours-to-give');
  expect(await ask([])).toBe('no-roles');
  await expect(ask([], boss.id)).rejects.toThrow(/row-level security/);
});

test('the bearer gets the roles of their invitation and no other, and nowhere else', async () => {
  const [here, there] = [await village(database), await village(database)];
  const { token, id } = await invited(here, await here.person('Boss', 'administrator'));
  const take = (organisation: string, role: Role) =>
    asVisitor(async (tx) => {
      await bearInvitation(tx, token);
      await tx.insertInto('people').values({ id, name: 'Amina', kind: 'staff', created_at: now() }).execute();
      await tx
        .insertInto('memberships')
        .values({ organisation_id: organisation, id: newId(), person_id: id, role, since: now() })
        .execute();
    });
  await expect(take(here.organisation, 'administrator')).rejects.toThrow(/row-level security/);
  await expect(take(there.organisation, 'supporter')).rejects.toThrow(/row-level security/);
});

test('a visitor without a link sees no invitation and cannot become a colleague', async () => {
  const here = await village(database);
  await invited(here, await here.person('Boss', 'administrator'));
  const asGuest = <T>(work: Parameters<typeof speakAs<T>>[2]) =>
    speakAs(database.database, { visitor: true, organisation: here.organisation }, work);
  expect(await asGuest((tx) => tx.selectFrom('invitations').selectAll().execute())).toEqual([]);
  expect(await takeUp('guessed')).toBeNull();
  await expect(
    asGuest((tx) =>
      tx
        .insertInto('people')
        .values({ id: newId(), name: 'Mallory', kind: 'staff', created_at: now() })
        .execute()
    )
  ).rejects.toThrow(/row-level security/);
});

test('somebody from another organisation joins as who they already are', async () => {
  const [here, there] = [await village(database), await village(database)];
  const amina = await there.person('Amina', 'supporter');
  const { token } = await invited(here, await here.person('Boss', 'administrator'), ['trainer']);
  expect(await takeUp(token, amina.id)).toBe(amina.id);
  const { rows } = await database.owner.query('select slug, roles from memberships_of($1)', [amina.id]);
  expect(rows.map(({ roles }) => roles)).toEqual([['supporter'], ['trainer']]);
});
