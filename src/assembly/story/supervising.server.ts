/** Groups of six meet their supervisor: every week in the first half year, then twice a month. Two groups fall behind. */
import { recordSupervision } from '#domains/supervision/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { act, at, dayOf, done, storyDays, who, type World } from './world.server.ts';

const weeklyDays = 182;
// The last groups of two supervisors have not met for six weeks: the gate is closed to them, and says why.
const behindFrom = storyDays - 42;

export async function supervise(world: World): Promise<void> {
  const { supervisors, supporters, practitioners } = world.helpers;
  const helpers = [...supporters, ...practitioners];
  for (const [number, supervisor] of supervisors.entries()) {
    const mine = helpers.filter((_, index) => index % supervisors.length === number);
    const groups = [mine.slice(0, 6), mine.slice(6)];
    for (const [half, group] of groups.entries())
      await meet(world, supervisor, group, half === 1 && number >= 4);
    world.progress('supervision', number + 1, supervisors.length);
  }
}

async function meet(world: World, supervisor: Person, group: Person[], fallsBehind: boolean): Promise<void> {
  const last = fallsBehind ? behindFrom : storyDays - 1;
  await act(world, supervisor, at(world, 6, 17), async (tx) => {
    for (let day = 6; day <= last; day += day < weeklyDays + 7 ? 7 : 14) {
      const attendees = group
        .filter((helper) => world.chance.happens(0.95) || isNamed(world, helper))
        .map(({ id }) => id);
      if (attendees.length === 0) continue;
      moveClock(at(world, day, 17));
      done(
        await recordSupervision(
          tx,
          { id: newId(), kind: 'group', on: dayOf(world, day), minutes: 120, attendees },
          supervisor
        )
      );
    }
  });
}

// Whoever a visitor signs in as comes every time: the gate must stay open to them for the last chapter.
function isNamed(world: World, helper: Person): boolean {
  return helper === who(world, 'supporter') || helper === who(world, 'practitioner');
}
