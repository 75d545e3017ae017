/** Assessors keep their eye in. */
import { addPiece, calibrate, piecesHere } from '#domains/competence/index.server.ts';
import { transcripts } from '#domains/competence/index.ts';
import { newId } from '#platform/ids.ts';
import { act, at, done, storyDays, who, type World } from './world.server.ts';

/** Two experts agree a reference for each transcript; the assessors are calibrated on them, and again after a year. */
export async function calibrateAssessors(world: World): Promise<void> {
  const administrator = who(world, 'administrator');
  await act(world, administrator, at(world, 58, 9), async (tx) => {
    for (const { id, rubric, reading } of transcripts)
      done(
        await addPiece(
          tx,
          {
            id: newId(),
            rubric,
            words: { template: id },
            reference: {
              ticks: Object.keys(reading),
              source: 'Dr Yusuf Karim and Grace Achieng, read together in the second month',
              explanation: 'A yes to “Is that clear?” is no check in the person’s own words.'
            }
          },
          administrator
        )
      );
  });
  // One sees what the experts see; the other is kinder to a promise than they are.
  const kinder = ['confidentiality.harmful.1', 'empathy.harmful.2', 'harm.harmful.1', 'goals.harmful.1'];
  const sittings = [
    { key: 'assessor', day: 60, piece: 0, misses: ['feelings.advanced.2'] },
    { key: 'assessor2', day: 60, piece: 0, misses: ['hope.basic.1', 'presence.advanced.1'] },
    { key: 'assessor', day: storyDays - 30, piece: 1, misses: [] },
    { key: 'assessor2', day: storyDays - 200, piece: 1, misses: kinder }
  ];
  for (const { key, day, piece, misses } of sittings) {
    const assessor = who(world, key);
    await act(world, assessor, at(world, day, 17), async (tx) => {
      const pieces = await piecesHere(tx, 'en');
      const ticks = Object.keys(transcripts[piece]!.reading).filter((tick) => !misses.includes(tick));
      const taken = pieces.find(({ template }) => template === transcripts[piece]!.id)!;
      done(await calibrate(tx, { id: newId(), piece: taken.id, ticks }, assessor));
    });
  }
}
