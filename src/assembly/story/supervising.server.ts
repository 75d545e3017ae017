/** Groups of six meet their supervisor: every week in the first half year, then twice a month. Two groups fall behind. */
import { recordSupervision } from '#domains/supervision/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { newId } from '#platform/ids.ts';
import { act, at, dayOf, done, storyDays, type World } from './world.server.ts';

const weeklyDays = 182;
// The second groups of two supervisors have not met for six weeks: the gate is closed to them, and says why. One is
// the supervisor that a visitor signs in as, who thus has somebody to catch up with.
const behind = [0, 5];
const behindFrom = storyDays - 42;

export async function supervise(world: World): Promise<void> {
  const { supervisors, supporters, practitioners } = world.helpers;
  const helpers = [...supporters, ...practitioners];
  for (const [number, supervisor] of supervisors.entries()) {
    const mine = helpers.filter((_, index) => index % supervisors.length === number);
    const groups = [mine.slice(0, 6), mine.slice(6)];
    for (const [half, group] of groups.entries()) await meet(world, supervisor, group, half === 1 && behind.includes(number));
    world.progress('supervision', number + 1, supervisors.length);
  }
}

async function meet(world: World, supervisor: Person, group: Person[], fallsBehind: boolean): Promise<void> {
  for (let day = 6; day < storyDays; day += day < weeklyDays + 7 ? 7 : 14) {
    const attendees = group.filter((one) => (world.chance.happens(0.95) && !(fallsBehind && day > behindFrom)) || neverMiss(world, one)).map(({ id }) => id);
    if (attendees.length === 0) continue;
    await act(world, supervisor, at(world, day, 17), async (tx) =>
      done(await recordSupervision(tx, { id: newId(), kind: 'group', on: dayOf(world, day), minutes: 120, attendees }, supervisor))
    );
  }
}

// A visitor of the demonstration will want to work as these two: they keep up.
function neverMiss(world: World, one: Person): boolean {
  return one === world.people.get('supporter') || one === world.people.get('practitioner');
}
