/** In a valley not everybody has a seat or a device: somebody comes all the same, and somebody answers on paper. */
import { enterPaper, linkWalkIn } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { receive } from '#platform/offline/index.server.ts';
import { answersKnowingAll, answersKnowingNothing } from './courses.server.ts';
import { act, at, done, who, type World } from './world.server.ts';

/** Written down on the trainer's device; the coordinator says afterwards who it was. */
export async function comeWithoutSeat(
  world: World,
  { session, who: came }: { session: { id: string; endsAt: Date }; who: Person }
): Promise<void> {
  const [trainer, coordinator] = [who(world, 'trainer'), who(world, 'coordinator')];
  const walkIn = newId();
  const evening = new Date(session.endsAt.getTime() + 60 * 60_000);
  await act(world, trainer, evening, async (tx) => {
    const mark = { session: session.id, walkIn, person: null, presence: 'present' };
    const payload = { ...mark, name: `${came.name} from the health post`, contact: 'Ask at the health post' };
    const command = { id: newId(), kind: 'walk-in', person: trainer.id, madeAt: now().toISOString() };
    const { outcome } = await receive(tx, { ...command, payload }, trainer);
    done(outcome === 'done' ? null : outcome);
  });
  await act(world, coordinator, new Date(evening.getTime() + 60 * 60_000), async (tx) => {
    const linked = await linkWalkIn(tx, { walkIn, attendee: came.id }, coordinator);
    done(typeof linked === 'string' ? linked : null);
  });
}

/** The trainer enters both papers on the day after. */
export async function answerOnPaper(
  world: World,
  { workshop, day, learner }: { workshop: string; day: number; learner: Person }
): Promise<void> {
  const trainer = who(world, 'trainer');
  await act(world, trainer, at(world, day, 10), async (tx) => {
    for (const [occasion, answers] of [
      ['before', answersKnowingNothing()],
      ['after', answersKnowingAll()]
    ] as const)
      done(await enterPaper(tx, { id: newId(), workshop, occasion, learner: learner.id, answers }, trainer));
  });
}
