/**
 * Learning under way in the demonstration: a workshop that is held now and one that is just over, each with a test before and
 * after; a quiz taken; a certificate that rests. All of it the cast's own, made through the rooms' own doors.
 */
import { issueCertificate, openObservation, suspendCertificate } from '#domains/competence/index.server.ts';
import {
  codeToShow,
  enrol,
  handIn,
  scheduleWorkshop,
  setWorkshopTest,
  takeUpCourse,
  testsOffered
} from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn, moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { must, type Setting } from './setting.ts';

const hour = 60 * 60_000;
const hoursFromNow = (hours: number) => new Date(Date.now() + hours * hour);

export type Learning = {
  held: string;
  over: string;
  coming: string;
  session: string;
  course: string;
  quiz: string;
  attempt: string;
};

/** Brings it about; the learner is somebody of the cast. */
export async function beginLearning(setting: Setting, learnerKey: string): Promise<Learning> {
  const { as, member } = setting;
  const trainer = await member('trainer');
  const learner = await member(learnerKey);
  const tests = await as(trainer, (tx) => testsOffered(tx, trainer));
  const { course, quiz } = tests.find(({ courseTitle }) => courseTitle === 'Listening first')!;
  const hold = (title: string, from: number, to: number) =>
    scheduleTested(setting, { title, from, to, test: { course, quiz } }, trainer, learner);
  const held = await hold('Listening, held now', -1, 6);
  const over = await hold('Listening, just over', -30, -24);
  const coming = await hold('Listening, soon', 50, 56);
  const attempt = newId();
  await as(learner, async (tx) => {
    await takeUpCourse(tx, course, learner);
    const sitting = { course, quiz, occasion: 'course' as const, workshop: null };
    const made = { id: attempt, version: 1, number: 1, answers: {}, madeAt: new Date() };
    must(await handIn(tx, { ...sitting, ...made }, learner));
  });
  const workshops = { held: held.workshop, over: over.workshop, coming: coming.workshop };
  return { ...workshops, session: held.session, course, quiz, attempt };
}

type Tested = { title: string; from: number; to: number; test: { course: string; quiz: string } };

async function scheduleTested(
  { as }: Setting,
  { title, from, to, test }: Tested,
  trainer: Person,
  learner: Person
): Promise<{ workshop: string; session: string }> {
  const [workshop, session] = [newId(), newId()];
  // A seat is taken before it is over.
  moveClock(hoursFromNow(from - 1));
  try {
    await as(trainer, async (tx) => {
      const what = { title, aims: 'Staying with somebody.', kind: 'other' as const, line: null };
      const where = { venue: 'The school', onlineLink: null, language: 'en', timeZone: 'Africa/Nairobi' };
      const sessions = [{ id: session, startsAt: hoursFromNow(from), endsAt: hoursFromNow(to) }];
      must(
        await scheduleWorkshop(
          tx,
          { id: workshop, ...what, ...where, seats: 9, trainers: [], sessions },
          trainer
        )
      );
      must(await enrol(tx, { id: newId(), workshop, attendee: learner.id }, trainer));
      must(await setWorkshopTest(tx, { workshop, ...test }, trainer));
    });
  } finally {
    moveClock();
  }
  return { workshop, session };
}

/** The address that a telephone reads from the screen at this moment. */
export async function addressOnScreen({ as, member }: Setting, session: string): Promise<string> {
  const trainer = await member('trainer');
  const shown = await as(trainer, (tx) => codeToShow(tx, session, trainer));
  if ('refusal' in shown) throw new Error(shown.refusal);
  const { pathname, search } = new URL(shown.address);
  return pathname + search;
}

/** A certificate of theirs that rests. It opens no gate, so nothing else in the demonstration waits for it. */
export async function restCertificate({ as, member }: Setting, holderKey: string): Promise<string> {
  const coordinator = await member('coordinator');
  const holder = await member(holderKey);
  const certificate = newId();
  await as(coordinator, async (tx) => {
    const wanted = { id: certificate, person: holder.id, role: 'child-safeguarding' as const };
    const [refusal] = await issueCertificate(tx, { ...wanted, hoursElsewhere: 40 }, coordinator);
    must(refusal ?? null);
    const reason = 'Asked to look again.';
    must(await suspendCertificate(tx, { id: newId(), certificate, reason }, coordinator));
  });
  return certificate;
}

/** An assessment that an assessor has begun and not handed in. */
export async function openAssessment({ as, member }: Setting, seenKey: string): Promise<string> {
  const assessor = await member('assessor');
  const { id: person } = await member(seenKey);
  const seen = { id: newId(), person, rubric: 'group-facilitation', context: 'session' as const };
  const opened = await as(assessor, (tx) =>
    openObservation(tx, { ...seen, observedOn: dayIn('UTC') }, assessor)
  );
  if ('refusal' in opened) throw new Error(opened.refusal);
  return opened.assessment;
}
