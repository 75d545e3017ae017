/** Assessors keep their eye in, and those who are still learning practise. */
import {
  addPiece,
  askSecondAssessor,
  assessmentsToDo,
  calibrate,
  completeTask,
  makePlan,
  openObservation,
  piecesHere,
  planVisibleTo,
  practiceNeededBy,
  recordResult,
  restScenario,
  shareOut,
  withdrawAssessment,
  type NewTask
} from '#domains/competence/index.server.ts';
import { behaviours, rubrics, scenarios, transcripts } from '#domains/competence/index.ts';
import type { Person } from '#platform/access/index.ts';
import { newId } from '#platform/ids.ts';
import { act, at, dayOf, done, storyDays, who, type World } from './world.server.ts';

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

/** Three assessors watch the same twelve sessions; one of them no longer sees all that the others see. */
export async function watchTogether(world: World): Promise<void> {
  const first = who(world, 'assessor');
  for (const [index, helper] of world.helpers.supporters.slice(0, 12).entries()) {
    const day = 470 + index;
    await act(world, first, at(world, day, 10), async (tx) => {
      const id = newId();
      const opened = await openObservation(
        tx,
        {
          id,
          person: helper.id,
          rubric: 'foundational-helping',
          context: 'session',
          observedOn: dayOf(world, day),
          secondAssessor: who(world, 'assessor2').id
        },
        first
      );
      if ('refusal' in opened) return done(opened.refusal);
      done(await askSecondAssessor(tx, id, who(world, 'supervisor').id, first));
      done(await recordResult(tx, { assessment: opened.assessment, ticks: seenBy(index, 0) }, first));
    });
    await handIn(world, who(world, 'assessor2'), day, seenBy(index, 7));
    await handIn(world, who(world, 'supervisor'), day, seenBy(index, 29));
  }
}

/** Before the next workshop the coordinator says who watches whom on its last day, and thinks better of one. */
export async function shareOutNext(world: World): Promise<void> {
  const coordinator = who(world, 'coordinator');
  const [first, second] = [who(world, 'assessor'), who(world, 'assessor2')];
  const [one, two, three] = world.helpers.supporters;
  const share = (helper: Person, ...assessors: Person[]) => ({
    ...{ id: newId(), person: helper.id, assessors: assessors.map(({ id }) => id) },
    ...{ context: 'role-play' as const, observedOn: dayOf(world, storyDays + 15) }
  });
  await act(world, coordinator, at(world, storyDays - 3, 15), async (tx) => {
    const shares = [share(one!, first), share(two!, second, first), share(three!, first)];
    const given = [shares, [share(three!, second)]];
    for (const shares of given) {
      const { refused } = await shareOut(tx, { rubric: rubrics[0]!.id, shares }, coordinator);
      done(refused[0]?.refusal ?? null);
    }
  });
}

/** A role-play that does not fit here is given to nobody any more. */
export async function restOneRolePlay(world: World): Promise<void> {
  const assessor = who(world, 'assessor');
  await act(world, assessor, at(world, storyDays - 40, 9), async (tx) => {
    await restScenario(tx, { id: newId(), scenario: scenarios.at(-1)!.id }, assessor);
  });
}

/** Somebody did not come to their role-play: whoever waited for them takes the assessment back. */
export async function waitInVain(world: World): Promise<void> {
  const [assessor, helper] = [who(world, 'assessor2'), world.helpers.supporters.at(-4)!];
  const day = storyDays - 20;
  await act(world, assessor, at(world, day, 14), async (tx) => {
    const seen = { id: newId(), person: helper.id, rubric: rubrics[1]!.id, context: 'session' as const };
    const opened = await openObservation(tx, { ...seen, observedOn: dayOf(world, day) }, assessor);
    if ('refusal' in opened) return done(opened.refusal);
    const { assessment } = opened;
    await withdrawAssessment(tx, { assessment, cause: 'did-not-come' }, assessor);
  });
}

/** Two who begin to lead groups practise by a plan: one is in the middle of it, the other was assessed again and is not there yet. */
export async function practise(world: World): Promise<void> {
  const [inTheMiddle, assessedAgain] = world.helpers.supporters.slice(-3) as [Person, Person];
  for (const learner of [inTheMiddle, assessedAgain]) {
    await watchGroup(world, learner, storyDays - 12);
    await tickFirst(world, learner, await planFor(world, learner, storyDays - 10));
  }
  await watchGroup(world, assessedAgain, storyDays - 2);
}

// What keeps a group safe is not all there yet.
async function watchGroup(world: World, learner: Person, day: number): Promise<void> {
  const assessor = who(world, 'assessor');
  const { id: rubric, items } = rubrics[1]!;
  const ticks = items.flatMap((item, index) =>
    behaviours(item, 'basic').slice(0, index % 2 ? undefined : -1)
  );
  await act(world, assessor, at(world, day, 10), async (tx) => {
    const seen = { id: newId(), person: learner.id, rubric, context: 'session' as const };
    const opened = await openObservation(tx, { ...seen, observedOn: dayOf(world, day) }, assessor);
    if ('refusal' in opened) return done(opened.refusal);
    done(await recordResult(tx, { assessment: opened.assessment, ticks }, assessor));
  });
}

async function planFor(world: World, learner: Person, day: number): Promise<string> {
  const supervisor = who(world, 'supervisor');
  const id = newId();
  await act(world, supervisor, at(world, day, 15), async (tx) => {
    const needed = (await practiceNeededBy(tx, learner.id, supervisor)).find(
      ({ observation }) => observation.rubric.id === rubrics[1]!.id
    );
    const skill = needed!.observation.rubric.items.find((item) => item.id === needed!.items[0])!;
    const task = (kind: NewTask['kind'], title: string, days: number): NewTask => ({
      kind,
      item: kind === 're-assessment' ? null : skill.id,
      title,
      module: null,
      helper: kind === 'reading' ? null : supervisor.id,
      dueOn: dayOf(world, day + days)
    });
    const tasks = [
      task('reading', `${skill.title.en}: read what is looked for, in the rubric`, 5),
      task('practice', `${skill.title.en}: practise while somebody watches`, 14),
      task('re-assessment', 'Be assessed again', 40)
    ];
    const rubric = needed!.observation.rubric.id;
    done(await makePlan(tx, { id, helper: learner.id, rubric, tasks }, supervisor));
  });
  return id;
}

async function tickFirst(world: World, learner: Person, plan: string): Promise<void> {
  await act(world, learner, at(world, storyDays - 7, 18), async (tx) => {
    const [first] = (await planVisibleTo(tx, plan, learner))!.tasks;
    const evidence = 'Read it on Sunday and told Grace what I would do differently.';
    done(await completeTask(tx, { plan, task: first!.id, evidence }, learner));
  });
}

async function handIn(world: World, assessor: Person, day: number, ticks: string[]): Promise<void> {
  await act(world, assessor, at(world, day, 11), async (tx) => {
    const mine = await assessmentsToDo(tx, assessor)
      .where('observations.observed_on', '=', dayOf(world, day))
      .executeTakeFirstOrThrow();
    done(await recordResult(tx, { assessment: mine.id, ticks }, assessor));
  });
}

// A third go beyond the basics; every so many items (0: none) somebody does not see that, or sees it where it was not.
function seenBy(helper: number, everySo: number): string[] {
  return rubrics[0]!.items.flatMap((item, index) => {
    const beyond = (helper + index) % 3 === 0;
    const otherwise = everySo > 0 && (helper * 3 + index) % everySo === 0;
    return [
      ...behaviours(item, 'basic'),
      ...(beyond === otherwise ? [] : behaviours(item, 'advanced').slice(0, 1))
    ];
  });
}
