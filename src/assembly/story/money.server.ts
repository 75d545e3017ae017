/** Two grants, and what the programme's year costs on their lines. */
import { approve, grantsVisibleTo, nameDonorMember, postCost, recordGrant } from '#domains/funding/index.server.ts';
import { newId } from '#platform/ids.ts';
import { act, at, dayOf, done, who, type World } from './world.server.ts';

const grants = [
  {
    title: 'Near You: community support in Mfano',
    donor: 'Nordlys Foundation',
    total: '180000.00',
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
    total: '60000.00',
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
      const terms = { currency: 'USD', total: grant.total, startsOn: dayOf(world, grant.begins), endsOn: dayOf(world, grant.ends) };
      const words = { title: grant.title, purpose: grant.title, donor: { name: grant.donor } };
      done(await recordGrant(tx, { id: newId(), ...words, ...terms, lines }, manager));
    });
  }
  await act(world, manager, at(world, 0, 12), async (tx) => {
    const [first] = await grantsVisibleTo(tx, manager).where('donors.name', '=', grants[0].donor).execute();
    await nameDonorMember(tx, first!.donor_id, who(world, 'donor').id, manager);
  });
}

/** A month's spending on a line: below the limit it is paid at once, above it waits for two people, who agree. */
export async function payMonthly(world: World, months: number): Promise<void> {
  const manager = who(world, 'grants');
  const second = who(world, 'administrator');
  for (let month = 1; month <= months; month++) {
    for (const [code, amount] of [['SUPER', '1450.00'], ['SUPPORT', '1680.00'], ['COACH', '420.00']] as const) {
      const day = month * 30;
      if (code === 'COACH' && day <= 181) continue;
      const id = newId();
      const cost = { id, line: world.lines.get(code)!, amount, on: dayOf(world, day), description: `Month ${month}`, activity: { kind: 'programme', id: manager.organisation.id } };
      await act(world, manager, at(world, day, 15), async (tx) => done(await postCost(tx, cost, manager)));
      if (Number(amount) > 500) {
        await act(world, manager, at(world, day, 15, 5), (tx) => approve(tx, id, manager));
        await act(world, second, at(world, day, 16), async (tx) => done(await approve(tx, id, second)));
      }
    }
  }
}
