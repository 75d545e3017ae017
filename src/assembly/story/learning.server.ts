/** Helpers are trained, assessed and certified, and assessed again every half year. */
import {
  appeal,
  askSecondAssessor,
  assessmentsToDo,
  certificatesVisibleTo,
  decideAppeal,
  decideDevelopment,
  enterDevelopment,
  issueCertificate,
  openObservation,
  policyOn,
  recordResult,
  ruleOn,
  setRule,
  suspendCertificate
} from '#domains/competence/index.server.ts';
import { behaviours, defaultRule, newestRubric, rubrics } from '#domains/competence/index.ts';
import { approve } from '#domains/funding/index.server.ts';
import {
  adoptCurricula,
  enrol,
  markAttendance,
  modulesVisibleTo,
  openFeed,
  postWorkshopCost,
  scheduleWorkshop,
  setTaught,
  workshopsVisibleTo
} from '#domains/training/index.server.ts';
import type { WorkshopKind } from '#domains/training/index.ts';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { askForWhatComesFirst, furnish, inviteSome, payTheirWay } from './arranging.server.ts';
import { bringInCertificates, bringInFirstTraining } from './before-trellis.server.ts';
import type { Chance } from './chance.ts';
import {
  prepareWithCourse,
  sayWhatItWas,
  testAfter,
  testBefore,
  testModuleWithCourse,
  writeCourse
} from './courses.server.ts';
import { answerOnPaper, comeWithoutSeat } from './without-a-device.server.ts';
import { act, at, dayOf, done, storyDays, who, type World } from './world.server.ts';

type Course = {
  title: string;
  kind: WorkshopKind;
  begins: number;
  days: number;
  line: string;
  cost: string;
  /** Those who come are paid for their days and their way. */
  paysTheirWay?: boolean;
  /** Prepared with a course, and its test asked before and after. */
  tested?: boolean;
  /** Came to the first day all the same, and a trainer wrote them down. */
  cameWithoutSeat?: Person;
  who: Person[];
};

export async function trainEverybody(world: World): Promise<void> {
  const helpers = [...world.helpers.supporters, ...world.helpers.practitioners];
  const groups = [0, 1, 2].map((round) => helpers.filter((_, index) => index % 3 === round));
  await bringInFirstTraining(world, groups[0]!);
  const courses: Course[] = [1, 2].map((round) => ({
    title: `Foundations of helping, group ${round + 1}`,
    kind: 'foundational-helping',
    begins: 14 + round * 14,
    days: 5,
    line: 'TRAIN',
    cost: '4800.00',
    tested: round === 2,
    ...(round === 2 && { cameWithoutSeat: groups[0]!.at(-1) }),
    who: groups[round]!
  }));
  courses.push({
    title: 'Keeping children safe',
    kind: 'child-safeguarding',
    begins: 70,
    days: 1,
    line: 'TRAIN',
    cost: '900.00',
    who: helpers.filter((_, index) => index % 4 === 0)
  });
  courses.push({
    title: 'When somebody speaks of suicide',
    kind: 'suicide-first-response',
    begins: 200,
    days: 2,
    line: 'COACH',
    cost: '1900.00',
    paysTheirWay: true,
    who: helpers.filter((_, index) => index % 3 === 1)
  });
  await bringInCertificates(world);
  await writeCourse(world);
  const rooms = await furnish(world);
  for (const course of courses) await hold(world, course, rooms);

  await announceNext(world);
  await sayWhatIsTaught(world);
  await askForWhatComesFirst(world, await inviteSome(world));
  await subscribe(world);
}

/** The role-play, the certificate, and a new assessment before the old one is too old. */
export async function assessEverybody(world: World): Promise<void> {
  await askForBackgroundChecks(world);
  const helpers = [...world.helpers.supporters, ...world.helpers.practitioners];
  for (const [index, helper] of helpers.entries()) {
    // Three are still learning: the gate says why they cannot be matched yet.
    const skill = index >= 57 && index < 60 ? 'learning' : world.chance.happens(0.3) ? 'strong' : 'good';
    await assess(
      world,
      helper,
      [62, 228, 392, storyDays - 20].map((day) => day + (index % 5)),
      skill,
      index < 12
    );
    if (skill !== 'learning') await certify(world, helper);
    world.progress('learning', index + 1, helpers.length);
  }
}

/** Who trains, assesses and supervises is certified, too; the trainer was watched leading a group. */
export async function certifyColleagues(world: World): Promise<void> {
  const [coordinator, assessor, trainer] = [
    who(world, 'coordinator'),
    who(world, 'assessor'),
    who(world, 'trainer')
  ];
  // Their certificates end in a few weeks: somebody has to plan for it.
  const seenOn = storyDays - 320;
  await act(world, assessor, at(world, seenOn, 15), async (tx) => {
    const seen = {
      id: newId(),
      person: trainer.id,
      rubric: 'group-facilitation',
      context: 'session' as const
    };
    const opened = await openObservation(tx, { ...seen, observedOn: dayOf(world, seenOn) }, assessor);
    if ('refusal' in opened) return done(opened.refusal);
    const ticks = newestRubric(rubrics, 'group-facilitation')!.items.flatMap((item) =>
      behaviours(item, 'basic')
    );
    done(await recordResult(tx, { assessment: opened.assessment, ticks }, assessor));
  });
  await act(world, coordinator, at(world, seenOn + 2, 15), async (tx) => {
    for (const [person, role] of [
      [trainer, 'trainer'],
      [assessor, 'assessor'],
      [who(world, 'assessor2'), 'assessor'],
      [who(world, 'supervisor'), 'supervisor']
    ] as const)
      done(
        await issueCertificate(tx, { id: newId(), person: person.id, role, hoursElsewhere: 60 }, coordinator)
      );
  });
}

/** The rule for renewing a peer supporter's certificate asks for ten hours; somebody reads, and a supervisor confirms some of it. */
export async function goOnLearning(world: World): Promise<void> {
  const [coordinator, supervisor] = [who(world, 'coordinator'), who(world, 'supervisor')];
  const [reader] = world.helpers.supporters;
  await act(world, coordinator, at(world, storyDays - 90, 9), async (tx) => {
    const from = dayOf(world, storyDays - 90);
    const rule = await ruleOn(tx, 'supporter', from);
    const development = { hoursMin: 10, courseHours: 2, caps: { reading: 4, conference: 6 } };
    const why = { source: 'Our own policy', reason: 'Who listens all year goes on learning.' };
    await setRule(
      tx,
      { id: newId(), role: 'supporter', rule: { ...rule, development }, effectiveOn: from, ...why },
      coordinator
    );
  });
  const learnt = [
    {
      kind: 'reading',
      hours: 3,
      what: 'Where there is no psychiatrist',
      evidence: 'V. Patel, second edition'
    },
    {
      kind: 'peer-learning',
      hours: 2,
      what: 'Monthly circle of supporters',
      evidence: 'Led by the Amani group'
    },
    { kind: 'conference', hours: 5, what: 'District mental health day', evidence: 'Programme in the office' }
  ] as const;
  const ids = learnt.map(() => newId());
  await act(world, reader!, at(world, storyDays - 40, 18), async (tx) => {
    for (const [index, entry] of learnt.entries()) {
      const on = dayOf(world, storyDays - 60 + index * 6);
      done(await enterDevelopment(tx, { id: ids[index]!, on, ...entry }, reader!));
    }
  });
  await act(world, supervisor, at(world, storyDays - 30, 18), async (tx) => {
    done(await decideDevelopment(tx, { entry: ids[0]!, confirmed: true, reason: null }, supervisor));
    const reason = 'The programme has no session on listening; please add which you were at.';
    done(await decideDevelopment(tx, { entry: ids[2]!, confirmed: false, reason }, supervisor));
  });
}

/** Somebody's certificate is suspended; they appeal, and somebody else than who suspended it decides. */
export async function lookAgain(world: World): Promise<void> {
  const coordinator = who(world, 'coordinator');
  const lead = who(world, 'lead');
  const id = newId();
  let helper = lead;
  let certificate = '';
  await act(world, coordinator, at(world, storyDays - 9, 9), async (tx) => {
    const held = await certificatesVisibleTo(tx, coordinator)
      .where('suspension.id', 'is', null)
      .where('origin.issuer', 'is', null)
      .execute();
    const holds = (person: Person) => held.find(({ person_id }) => person_id === person.id);
    helper = world.helpers.supporters.findLast(holds)!;
    certificate = holds(helper)!.id;
    const reason = 'A neighbour says that somebody’s story was told at the market.';
    done(await suspendCertificate(tx, { id: newId(), certificate, reason }, coordinator));
  });
  const words = 'I was at my sister’s in the town that week. Please ask the neighbour which day it was.';
  await act(world, helper, at(world, storyDays - 8, 9), async (tx) =>
    done(await appeal(tx, { id, certificate, words }, helper))
  );
  await act(world, lead, at(world, storyDays - 6, 9), async (tx) => {
    const reason =
      'It was that week’s market, and the story was Grace’s to keep. We talk it through on Thursday.';
    done(await decideAppeal(tx, { id, outcome: 'refused', reason }, lead));
  });
}

// The default asks the gate alone; here a certificate asks, too, and rests when a check ends.
async function askForBackgroundChecks(world: World): Promise<void> {
  const coordinator = who(world, 'coordinator');
  await act(world, coordinator, at(world, 60, 9), async (tx) => {
    const from = dayOf(world, 60);
    for (const role of ['supporter', 'practitioner'] as const) {
      const rule = { ...defaultRule(role, await policyOn(tx, from)), backgroundCheck: true };
      const why = { source: 'Safe recruitment policy', reason: 'People in distress are alone with us.' };
      await setRule(tx, { id: newId(), role, rule, effectiveOn: from, ...why }, coordinator);
    }
  });
}

// Whoever trains for more than a day keeps the last for practice, where it is quiet.
async function hold(
  world: World,
  course: Course,
  { hall, upstairs }: { hall: string; upstairs: string }
): Promise<void> {
  const coordinator = who(world, 'coordinator');
  const trainer = who(world, 'trainer');
  const id = newId();
  const sessions = Array.from({ length: course.days }, (_, day) => ({
    id: newId(),
    startsAt: at(world, course.begins + day, 8),
    endsAt: at(world, course.begins + day, 16, 30),
    room: day > 0 && day === course.days - 1 ? upstairs : null
  }));
  await act(world, coordinator, at(world, course.begins - 10, 10), async (tx) => {
    const place = {
      room: hall,
      venue: null,
      onlineLink: null,
      language: 'en',
      alsoIn: ['sw'],
      timeZone: 'Africa/Nairobi'
    };
    const content = {
      title: course.title,
      aims: 'Listening, safety, and knowing when to call on others.',
      kind: course.kind
    };
    const workshop = {
      id,
      ...content,
      line: world.lines.get(course.line)!,
      ...place,
      seats: course.who.length + 2,
      trainers: [trainer.id],
      sessions
    };
    done(await scheduleWorkshop(tx, workshop, coordinator));
    for (const person of course.who)
      done(await enrol(tx, { id: newId(), workshop: id, attendee: person.id }, coordinator));
    if (course.tested) await prepareWithCourse(tx, id, coordinator);
  });
  const everySecond = course.tested ? course.who.filter((_, index) => index % 2 === 0) : [];
  for (const person of everySecond)
    await act(world, person, at(world, course.begins, 7), (tx) => testBefore(tx, world, id, person));
  const last = course.begins + course.days;
  const withoutDevice = course.tested ? course.who[1] : undefined;
  if (withoutDevice) await answerOnPaper(world, { workshop: id, day: last, learner: withoutDevice });
  await act(world, trainer, at(world, last, 9), async (tx) => {
    for (const session of sessions) {
      done(
        await markAttendance(
          tx,
          {
            session: session.id,
            marks: course.who.map(({ id: person }) => ({ person, presence: 'present' as const }))
          },
          trainer
        )
      );
    }
  });
  if (course.cameWithoutSeat)
    await comeWithoutSeat(world, { session: sessions[0]!, who: course.cameWithoutSeat });
  for (const person of everySecond)
    await act(world, person, at(world, last, 18), async (tx) => {
      await testAfter(tx, world, id, person);
      await sayWhatItWas(tx, world, id, person);
    });
  await pay(world, id, course, last);
  if (course.paysTheirWay) await payTheirWay(world, id, last);
}

async function pay(world: World, workshop: string, { cost, title }: Course, day: number): Promise<void> {
  const entry = newId();
  const manager = who(world, 'grants');
  const second = who(world, 'administrator');
  await act(world, manager, at(world, day, 14), async (tx) =>
    done(
      await postWorkshopCost(
        tx,
        { id: entry, workshop, amount: cost, on: dayOf(world, day), description: title },
        manager
      )
    )
  );
  await act(world, second, at(world, day, 15), async (tx) => done(await approve(tx, entry, second)));
}

// A workshop that has not been yet: its seats are taken, and one waits for a place to come free.
async function announceNext(world: World): Promise<void> {
  const coordinator = who(world, 'coordinator');
  const sessions = [14, 15].map((days) => ({
    id: newId(),
    startsAt: at(world, storyDays + days, 9),
    endsAt: at(world, storyDays + days, 15)
  }));
  const [id, those] = [newId(), world.helpers.supporters.slice(0, 9)];
  await act(world, coordinator, at(world, storyDays - 6, 10), async (tx) => {
    const place = {
      venue: 'Mlimani community hall',
      onlineLink: null,
      language: 'sw',
      timeZone: 'Africa/Nairobi'
    };
    const content = {
      title: 'Grief and loss',
      aims: 'Staying with somebody who mourns.',
      kind: 'specific-condition' as const
    };
    done(
      await scheduleWorkshop(
        tx,
        {
          id,
          ...content,
          line: world.lines.get('TRAIN')!,
          ...place,
          seats: those.length - 1,
          trainers: [who(world, 'trainer').id],
          sessions
        },
        coordinator
      )
    );
    for (const { id: attendee } of those)
      done(await enrol(tx, { id: newId(), workshop: id, attendee, waitingList: true }, coordinator));
  });
}

// What each kind of workshop in the story teaches, by module; the hours are the modules' own.
const taught: Partial<Record<WorkshopKind, string[]>> = {
  'foundational-helping': [
    'being-there',
    'confidentiality',
    'distress',
    'danger',
    'small-steps',
    'yourself',
    'endings'
  ],
  'child-safeguarding': ['childhood', 'recognising-harm'],
  'suicide-first-response': ['danger', 'loss-and-violence'],
  'specific-condition': ['loss-and-violence']
};

// One of those who learn has their dates in the calendar of their telephone.
async function subscribe(world: World): Promise<void> {
  const [supporter] = world.helpers.supporters;
  await act(world, supporter!, at(world, storyDays - 4, 8), async (tx) => {
    await openFeed(tx, newId(), supporter!);
  });
}

/** The programme takes over the curricula, and says of each workshop what it teaches. */
async function sayWhatIsTaught(world: World): Promise<void> {
  const coordinator = who(world, 'coordinator');
  await act(world, coordinator, at(world, storyDays - 5, 10), async (tx) => {
    done(await adoptCurricula(tx, 'To begin with', coordinator));
    const modules = new Map(
      (await modulesVisibleTo(tx, coordinator)).map(({ slug, module, hours }) => [slug, { module, hours }])
    );
    await testModuleWithCourse(tx, modules.get('confidentiality')!.module, coordinator);
    for (const { id, kind, hours } of await workshopsVisibleTo(tx, coordinator).execute()) {
      let left = hours;
      const fitting = (taught[kind] ?? [])
        .map((slug) => modules.get(slug)!)
        .filter((module) => (left -= module.hours) >= 0);
      done(await setTaught(tx, { workshop: id, modules: fitting }, coordinator));
    }
  });
}

type Skill = 'learning' | 'good' | 'strong';

// The first twelve were seen by two assessors the first time.
async function assess(
  world: World,
  helper: Person,
  days: number[],
  skill: Skill,
  firstTwice: boolean
): Promise<void> {
  const assessor = who(world, 'assessor');
  const second = who(world, 'assessor2');
  const first = days[0]!;
  const seenFirst = ticksOf(skill, world.chance);
  await act(world, assessor, at(world, first, 10), async (tx) => {
    for (const day of days) {
      const id = newId();
      moveClock(at(world, day, 10));
      const opened = await openObservation(
        tx,
        {
          id,
          person: helper.id,
          rubric: 'foundational-helping',
          context: 'role-play',
          observedOn: dayOf(world, day)
        },
        assessor
      );
      if ('refusal' in opened) return done(opened.refusal);
      done(
        await recordResult(
          tx,
          { assessment: opened.assessment, ticks: day === first ? seenFirst : ticksOf(skill, world.chance) },
          assessor
        )
      );
      if (firstTwice && day === first) done(await askSecondAssessor(tx, id, second.id, assessor));
    }
  });
  if (!firstTwice) return;
  await act(world, second, at(world, first, 11), async (tx) => {
    const [mine] = await assessmentsToDo(tx, second).execute();
    done(
      await recordResult(tx, { assessment: mine!.id, ticks: seenByAnother(seenFirst, world.chance) }, second)
    );
  });
}

async function certify(world: World, helper: Person): Promise<void> {
  const coordinator = who(world, 'coordinator');
  const role = helper.roles.includes('practitioner') ? 'practitioner' : 'supporter';
  // A certificate lasts a year; it is issued again while the one before still holds.
  await act(world, coordinator, at(world, 72, 12), async (tx) => {
    for (const day of [72, 400]) {
      moveClock(at(world, day, 12));
      done(
        await issueCertificate(tx, { id: newId(), person: helper.id, role, hoursElsewhere: 0 }, coordinator)
      );
    }
  });
}

// Two careful people see nearly the same; now and then one misses what was done beyond the basics.
function seenByAnother(ticks: string[], chance: Chance): string[] {
  return ticks.filter((tick) => !tick.includes('.advanced.') || !chance.happens(0.05));
}

function ticksOf(skill: Skill, chance: Chance): string[] {
  return rubrics[0]!.items.flatMap((item) => {
    const basic = behaviours(item, 'basic');
    if (skill === 'learning') return basic.slice(0, -1);
    return [
      ...basic,
      ...behaviours(item, 'advanced').filter(() => chance.happens(skill === 'strong' ? 0.7 : 0.25))
    ];
  });
}
