/** Two grants, and what the programme's year costs on their lines. */
import {
  addLine,
  amendGrant,
  approve,
  grantsVisibleTo,
  nameDonorMember,
  postCost,
  receiveTranche,
  recordGrant
} from '#domains/funding/index.server.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { act, at, dayOf, done, who, type World } from './world.server.ts';

const grants = [
  {
    title: 'Near You: community support in Mfano',
    donor: 'Nordlys Foundation',
    purpose: 'Peer supporters trained, supervised and at work in every district of Mfano.',
    total: '180000.00',
    tranche: '90000.00',
    begins: 0,
    ends: 730,
    lines: [
      ['TRAIN', 'Training of supporters', '45000.00'],
      ['SUPER', 'Supervision', '60000.00'],
      ['SUPPORT', 'Support in the districts', '60000.00']
    ]
  },
  {
    title: 'Stronger supervisors',
    donor: 'Ubuntu Health Fund',
    purpose: 'Coaching for those who supervise, and shared plans with the health centres.',
    total: '60000.00',
    tranche: '30000.00',
    begins: 180,
    ends: 900,
    lines: [
      ['COACH', 'Coaching and assessment', '30000.00'],
      ['CARE', 'Working with health centres', '25000.00']
    ]
  }
] as const;

export async function receiveGrants(world: World): Promise<void> {
  const manager = who(world, 'grants');
  for (const grant of grants) {
    await act(world, manager, at(world, grant.begins, 11), async (tx) => {
      const lines = grant.lines.map(([code, name, amount]) => ({ id: newId(), code, name, amount }));
      for (const { id, code } of lines) world.lines.set(code, id);
      const terms = {
        currency: 'USD',
        total: grant.total,
        startsOn: dayOf(world, grant.begins),
        endsOn: dayOf(world, grant.ends)
      };
      const words = { title: grant.title, purpose: grant.purpose, donor: { name: grant.donor } };
      const id = newId();
      done(await recordGrant(tx, { id, ...words, ...terms, lines }, manager));
      const paid = { amount: grant.tranche, on: terms.startsOn, description: 'First tranche' };
      done(await receiveTranche(tx, { id: newId(), grant: id, ...paid }, manager));
    });
  }
  await act(world, manager, at(world, 0, 12), async (tx) => {
    const [first] = await grantsVisibleTo(tx, manager).where('donors.name', '=', grants[0].donor).execute();
    await nameDonorMember(tx, first!.donor_id, who(world, 'donor').id, manager);
  });
}

/** The second donor gives more and longer, for the way to far villages. */
export async function amendSecondGrant(world: World): Promise<void> {
  const manager = who(world, 'grants');
  await act(world, manager, at(world, 420, 10), async (tx) => {
    const second = await grantsVisibleTo(tx, manager)
      .where('grants.title', '=', grants[1].title)
      .executeTakeFirstOrThrow();
    const reason = 'The donor agreed by letter to reach the far villages.';
    const terms = { total: '66000.00', endsOn: dayOf(world, 960) };
    done(await amendGrant(tx, { id: newId(), grant: second.id, ...terms, reason }, manager));
    const line = { code: 'TRAVEL', name: 'The way to far villages', amount: '6000.00' };
    done(await addLine(tx, { id: newId(), grant: second.id, ...line, reason }, manager));
  });
}

/** A month's spending on a line: below the limit it is paid at once, above it waits for two people, who agree. */
export async function payMonthly(world: World, months: number): Promise<void> {
  const manager = who(world, 'grants');
  const second = who(world, 'administrator');
  const waiting: { id: string; day: number }[] = [];
  await act(world, manager, at(world, 30, 15), async (tx) => {
    for (const { day, code, amount, description } of monthsOf(months)) {
      const id = newId();
      const activity = { kind: 'programme', id: manager.organisation.id };
      moveClock(at(world, day, 15));
      done(
        await postCost(
          tx,
          { id, line: world.lines.get(code)!, amount, on: dayOf(world, day), description, activity },
          manager
        )
      );
      // Whoever proposes a payment agrees with it; above the limit a second person must, too.
      if (Number(amount) > 500) waiting.push({ id, day });
    }
  });
  await act(world, second, at(world, 30, 16), async (tx) => {
    for (const { id, day } of waiting) {
      moveClock(at(world, day, 16));
      done(await approve(tx, id, second));
    }
  });
}

function monthsOf(months: number) {
  const spent = [
    ['SUPER', '1450.00'],
    ['SUPPORT', '1680.00'],
    ['COACH', '420.00']
  ] as const;
  return Array.from({ length: months }, (_, index) => (index + 1) * 30).flatMap((day) =>
    spent
      // Coaching is paid from the second grant, once it has begun.
      .filter(([code]) => code !== 'COACH' || day > 181)
      .map(([code, amount]) => ({ day, code, amount, description: `Month ${day / 30}` }))
  );
}
