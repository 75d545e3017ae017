/**
 * Those who talk with somebody now write a plan with them. A few show it to the clinician of the health centre, who
 * reads it and recommends something; one of them has taken that back.
 */
import {
  acknowledgeConsents,
  commentOn,
  facilitiesToInvite,
  listMyself,
  markPart,
  sharePlan,
  startPlan,
  withdrawConsent,
  writePart
} from '#domains/care-plans/index.server.ts';
import type { PlanRole, SafetyPart, Scope } from '#domains/care-plans/index.ts';
import { openRelationshipsVisibleTo } from '#domains/support/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, daysBetween } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { demoOrganisations } from './cast.ts';
import { act, at, dayOf, done, storyDays, who, type World } from './world.server.ts';

const planCount = 60;
// Every so many of them shows the plan to the clinician.
const sharesEvery = 9;

/** `shown` is the pseudonym whose plan is shown whatever chance says: the one a visitor signs in as. */
export async function planTogether(world: World, shown: string): Promise<void> {
  const coordinator = who(world, 'coordinator');
  const open = await act(world, coordinator, at(world, storyDays, 1), (tx) =>
    openRelationshipsVisibleTo(tx, coordinator).execute()
  );
  const clinician = who(world, 'clinician');
  await act(world, clinician, at(world, 1, 9), (tx) => listMyself(tx, newId(), clinician));
  const count = Math.max(4, Math.round(planCount * world.scale));
  const chosen = [
    ...open.filter(({ pseudonym }) => pseudonym !== shown).slice(0, count - 1),
    ...open.filter(({ pseudonym }) => pseudonym === shown)
  ];
  const helpers = new Map(
    [...world.helpers.supporters, ...world.helpers.practitioners].map((helper) => [helper.id, helper])
  );
  for (const [index, relationship] of chosen.entries()) {
    const { organisation } = coordinator;
    const seeker: Person = {
      id: relationship.seeker_id,
      name: relationship.pseudonym,
      organisation,
      roles: ['seeker']
    };
    const supporter = helpers.get(relationship.supporter_id);
    // Talking begins a few days after they were matched; a plan a little later.
    const day = daysBetween(world.begins, dayIn(organisation.timeZone, relationship.opened_at)) + 6;
    if (!supporter || day >= storyDays) continue;
    const plan = await write(world, { seeker, supporter, day });
    if (seeker.name === shown) await show(world, { seeker, plan, scope: 'plan-and-scores' });
    else if (index % sharesEvery === 4)
      await show(world, { seeker, plan, scope: 'plan', takenBack: index === 4 });
    if (index % 20 === 19) world.progress('plans', index + 1, chosen.length);
  }
}

async function write(
  world: World,
  { seeker, supporter, day }: { seeker: Person; supporter: Person; day: number }
): Promise<string> {
  const { chance } = world;
  const aim = chance.pick(aims);
  const plan = await act(world, supporter, at(world, day, 16), (tx) =>
    startPlan(tx, { id: newId(), seeker: seeker.id }, supporter)
  );
  if (!plan) throw new Error('The story was refused a plan.');
  const goal = newId();
  await act(world, supporter, at(world, day, 16, 5), async (tx) => {
    done(await writePart(tx, { id: goal, plan, kind: 'goal', text: aim.goal }, supporter));
    for (const [index, { text, doer }] of aim.steps.entries()) {
      // The last step is for these days; those before it are behind them.
      const last = index === aim.steps.length - 1;
      const dueOn = dayOf(
        world,
        last ? storyDays + chance.between(-1, 6) : Math.min(day + 7 * (index + 1), storyDays - 1)
      );
      const step = newId();
      done(await writePart(tx, { id: step, plan, kind: 'step', goal, text, doer, dueOn }, supporter));
      if (dueOn < addDays(world.today, -5))
        done(await markPart(tx, { id: newId(), plan, part: step, mark: 'done' }, supporter));
    }
  });
  await act(world, seeker, at(world, Math.min(day + 2, storyDays - 1), 20), async (tx) => {
    for (const [kind, text] of Object.entries(safety)) {
      done(await writePart(tx, { id: newId(), plan, kind: kind as SafetyPart, text }, seeker));
    }
    if (chance.happens(0.3))
      done(await commentOn(tx, { id: newId(), plan, text: 'It helps to have this on paper.' }, seeker));
  });
  return plan;
}

async function show(
  world: World,
  {
    seeker,
    plan,
    scope,
    takenBack = false
  }: { seeker: Person; plan: string; scope: Scope; takenBack?: boolean }
): Promise<void> {
  const clinician = who(world, 'clinician');
  const consent = newId();
  await act(world, seeker, at(world, storyDays - 2, 19), async (tx) => {
    const facility = (await facilitiesToInvite(tx)).find(
      ({ name }) => name === demoOrganisations.facility.name
    )!;
    const until = addDays(world.today, 60);
    done(
      await sharePlan(
        tx,
        {
          id: consent,
          facility: facility.id,
          scope,
          purpose: 'I would like to know whether medicine could help me sleep.',
          until
        },
        seeker
      )
    );
  });
  // One who comes back from a first look has read and answered; the others still wait for it.
  if (scope === 'plan-and-scores') {
    await act(world, clinician, at(world, storyDays - 1, 11), async (tx) => {
      done(await acknowledgeConsents(tx, plan, clinician));
      done(await commentOn(tx, { id: newId(), plan, text: recommendation }, clinician));
    });
  }
  if (takenBack)
    await act(world, seeker, at(world, storyDays - 1, 21), async (tx) =>
      done(await withdrawConsent(tx, consent, seeker))
    );
}

const recommendation =
  'No medicine for now: the scores are falling. Keep the morning walks, no tea after four, and come to the centre if three nights in a row go badly.';

const aims: { goal: string; steps: { text: string; doer: PlanRole }[] }[] = [
  {
    goal: 'Sleep through most nights',
    steps: [
      { text: 'Walk to the well with a neighbour, three mornings a week', doer: 'seeker' },
      { text: 'Bring the sheet for writing down the nights', doer: 'supporter' },
      { text: 'Look at the sheet together and choose what to keep', doer: 'seeker' }
    ]
  },
  {
    goal: 'Be with people again on market days',
    steps: [
      { text: 'Go to the market with a cousin, for half an hour', doer: 'seeker' },
      { text: 'Ask the women’s group when they meet', doer: 'supporter' }
    ]
  },
  {
    goal: 'Fewer evenings lost to worrying about money',
    steps: [
      { text: 'Write the worries down before supper, and one thing to do', doer: 'seeker' },
      { text: 'Find out about the savings circle', doer: 'supporter' },
      { text: 'Check blood pressure', doer: 'clinician' }
    ]
  }
];

const safety: Partial<Record<SafetyPart, string>> = {
  'warning-signs': 'I stop answering people. I lie awake past three.',
  'own-coping': 'Breathing slowly by the window. Washing my face. The radio.',
  'people-and-places': 'My aunt’s kitchen. The football field at five.',
  'people-to-ask': 'My aunt, and my friend from school.',
  professionals: 'My supporter on weekdays. The crisis line at night.'
};
