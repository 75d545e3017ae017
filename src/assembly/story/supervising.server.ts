/** Groups of six meet their supervisor: every week in the first half year, then twice a month. Two groups fall behind. */
import { recordSupervision } from '#domains/supervision/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { act, at, dayOf, done, storyDays, who, type World } from './world.server.ts';

const weeklyDays = 182;
// The second groups of two supervisors have not met for six weeks: the gate is closed to them, and says why. One is
// the supervisor that a visitor signs in as, who thus has somebody to catch up with.
const behind = [0, 5];
const behindFrom = storyDays - 42;
// Longer than what may be had ahead covers.
const stoppedComing = storyDays - 84;

export async function supervise(world: World): Promise<void> {
  const { supervisors, supporters, practitioners } = world.helpers;
  const helpers = [...supporters, ...practitioners];
  for (const [number, supervisor] of supervisors.entries()) {
    const mine = helpers.filter((_, index) => index % supervisors.length === number);
    const groups = [mine.slice(0, 6), mine.slice(6)];
    for (const [half, group] of groups.entries()) {
      await meet(world, supervisor, group, half === 1 && behind.includes(number));
    }
    world.progress('supervision', number + 1, supervisors.length);
  }
}

async function meet(world: World, supervisor: Person, group: Person[], fallsBehind: boolean): Promise<void> {
  await act(world, supervisor, at(world, 6, 17), async (tx) => {
    for (let day = 6; day < storyDays; day += day < weeklyDays + 7 ? 7 : 14) {
      const missed = fallsBehind && day > behindFrom;
      const attendees = group.filter((helper) => comes(world, helper, day, missed)).map(({ id }) => id);
      if (attendees.length === 0) continue;
      moveClock(at(world, day, 17));
      const session = { id: newId(), kind: 'group' as const, on: dayOf(world, day), minutes: 120, attendees };
      done(await recordSupervision(tx, session, supervisor));
    }
  });
}

/**
 * Whoever a visitor signs in as is in order, and has people. The first supervisor has somebody who stopped coming, so that
 * her Today and the coordinator's list have something to say.
 */
function comes(world: World, helper: Person, day: number, missed: boolean): boolean {
  if (helper.id === who(world, 'supporter').id || helper.id === who(world, 'practitioner').id) return true;
  if (missed) return false;
  if (helper === world.helpers.supporters[world.helpers.supervisors.length]) return day < stoppedComing;
  return world.chance.happens(0.95);
}
