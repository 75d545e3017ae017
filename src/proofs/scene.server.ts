/**
 * What the story leaves untold and a policy is about, done today through the rooms' own doors: worries, a plan shown and
 * no longer shown, a sealed contact opened, invitations, coaching, a declined payment, sessions somebody else wrote down.
 */
import {
  acknowledgeConsents,
  facilitiesToInvite,
  sharePlan,
  withdrawConsent
} from '#domains/care-plans/index.server.ts';
import { addPiece, withdrawPiece } from '#domains/competence/index.server.ts';
import { decline, linesVisibleTo, postCost } from '#domains/funding/index.server.ts';
import {
  agreeToOpenContact,
  askToOpenContact,
  invite,
  leaveContact,
  revokeInvitation
} from '#domains/people/index.server.ts';
import {
  acknowledge,
  act,
  confirmClosing,
  proposeClosing,
  raiseConcern
} from '#domains/safeguarding/index.server.ts';
import { completeCoachingAction, recordSupervision } from '#domains/supervision/index.server.ts';
import { openRelationshipsVisibleTo, recordEncounter } from '#domains/support/index.server.ts';
import { actingAs } from '#platform/access/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, moveClock, now } from '#platform/clock/index.ts';
import { speakAs, type Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import type { TestDatabase } from '#platform/testing/index.server.ts';
import { cast } from '#assembly/story/cast.ts';
import { tellOfBadges } from './scene-of-badges.server.ts';

type Does = (key: string, work: (tx: Tx, person: Person) => Promise<unknown>) => Promise<void>;
type Scene = { does: Does; seeker: Person; supporter: Person; supervisor: Person; relationship: string };

/** `shown` is the pseudonym whose plan the story showed to the clinician. Returns the secret of an open invitation. */
export async function tellTheRest(here: TestDatabase, shown: string): Promise<string> {
  const scene = await enter(here, shown);
  await worry(here, scene);
  await showAndTakeBack(scene);
  await openContact(scene);
  await coach(scene);
  await bringInOld(scene);
  await declinePayment(scene);
  await tellOfBadges(scene.does);
  await withdrawRecording(scene);
  return inviteColleagues(here, scene);
}

async function enter({ database, owner }: TestDatabase, shown: string): Promise<Scene> {
  const named = async (name: string): Promise<Person> => {
    const { rows } = await owner.query('select id, name from people where name = $1', [name]);
    return (await speakAs(database, { visitor: true }, (tx) => actingAs(tx, rows[0], undefined)))!;
  };
  const member = (key: string) => named(cast.find((actor) => actor.key === key)?.name ?? key);
  const does: Does = async (key, work) => {
    const person = await member(key);
    const speaker = { person: person.id, organisation: person.organisation.id };
    const refusal = await speakAs(database, speaker, (tx) => work(tx, person));
    if (typeof refusal === 'string') throw new Error(`${key} was refused: ${refusal}`);
  };
  const seeker = await named(shown);
  const supporter = await member('supporter');
  let relationship = '';
  await does('supporter', async (tx) => {
    const open = await openRelationshipsVisibleTo(tx, supporter).execute();
    relationship = open.find(({ seeker_id }) => seeker_id === seeker.id)!.id;
  });
  const { rows: assigned } = await owner.query(
    'select p.name from supervisor_assignments a join people p on p.id = a.supervisor_id where a.supervisee_id = $1',
    [supporter.id]
  );
  return { does, seeker, supporter, supervisor: await named(assigned[0].name), relationship };
}

/** Two recorded role-plays to be calibrated on; one of those who are heard no longer agrees. */
async function withdrawRecording({ does }: Scene): Promise<void> {
  const silence = Buffer.from(
    'RIFF$\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0',
    'latin1'
  );
  const pieces = [newId(), newId()];
  for (const id of pieces)
    await does('administrator', (tx, person) => {
      const words = { title: 'By the well', transcript: 'A: Good morning.', link: null };
      const reference = { ticks: [], source: 'Two supervisors', explanation: '' };
      const recording = { name: 'well.wav', bytes: silence };
      return addPiece(tx, { id, rubric: 'foundational-helping', words, recording, reference }, person);
    });
  await does('coordinator', (tx, person) =>
    withdrawPiece(tx, { piece: pieces[0]!, cause: 'consent', reason: 'She asked us to.' }, person)
  );
}

/** One worry closed, one about to be, both left so long that everybody on call was called; and one of this minute. */
async function worry({ database }: TestDatabase, { does, seeker, supporter }: Scene): Promise<void> {
  const [closed, proposed] = [newId(), newId()];
  await does(seeker.name, (tx) =>
    raiseConcern(tx, { id: closed, about: seeker.id, urgency: 'immediate', said: 'I am afraid.' }, seeker)
  );
  await does('supporter', (tx) =>
    raiseConcern(tx, { id: proposed, about: seeker.id, urgency: 'immediate', said: 'So am I.' }, supporter)
  );
  moveClock(new Date(now().getTime() + 20 * 60_000));
  await sweepNow(database, 'escalate');
  for (const concern of [closed, proposed]) {
    await does('lead', (tx, lead) => acknowledge(tx, { id: newId(), concern }, lead));
    await does('lead', (tx, lead) => act(tx, { id: newId(), concern, done: 'Called back.' }, lead));
    const closing = { id: newId(), concern, outcome: 'safety-plan' as const, because: 'There is a plan.' };
    await does('lead', (tx, lead) => proposeClosing(tx, closing, lead));
  }
  await does('coordinator', (tx, coordinator) => confirmClosing(tx, closed, coordinator));
  await does('supporter', (tx) =>
    raiseConcern(tx, { id: newId(), about: seeker.id, urgency: 'priority', said: 'Again.' }, supporter)
  );
  moveClock();
}

/** The clinician sees the plan and the scores; a second consent was taken back. */
async function showAndTakeBack({ does, seeker }: Scene): Promise<void> {
  const until = addDays(dayIn('UTC'), 30);
  const [kept, takenBack] = [newId(), newId()];
  await does(seeker.name, async (tx) => {
    const [facility] = await facilitiesToInvite(tx);
    for (const id of [kept, takenBack]) {
      const sharing = {
        id,
        facility: facility!.id,
        scope: 'plan-and-scores' as const,
        purpose: 'Sleep.',
        until
      };
      const refusal = await sharePlan(tx, sharing, seeker);
      if (refusal) return refusal;
    }
    return withdrawConsent(tx, takenBack, seeker);
  });
  await does('clinician', async (tx, clinician) => {
    const { id } = await tx.selectFrom('care_plans').select('id').executeTakeFirstOrThrow();
    return acknowledgeConsents(tx, id, clinician);
  });
}

async function openContact({ does, seeker }: Scene): Promise<void> {
  const id = newId();
  const reason = 'She stopped coming and said she was afraid.';
  await does(seeker.name, (tx) => leaveContact(tx, 'the shop by the well', seeker));
  await does('lead', (tx, lead) => askToOpenContact(tx, { id, seeker: seeker.id, reason }, lead));
  await does('coordinator', (tx, coordinator) => agreeToOpenContact(tx, id, coordinator));
}

async function coach({ does, supporter, supervisor }: Scene): Promise<void> {
  const dueOn = addDays(dayIn('UTC'), 7);
  const session = {
    id: newId(),
    kind: 'individual' as const,
    on: dayIn('UTC'),
    minutes: 60,
    attendees: [supporter.id],
    note: 'Endings.',
    actions: [{ person: supporter.id, what: 'Practise saying goodbye.', dueOn }]
  };
  await does(supervisor.name, (tx) => recordSupervision(tx, session, supervisor));
  await does('supporter', async (tx) => {
    const { id } = await tx.selectFrom('coaching_actions').select('id').executeTakeFirstOrThrow();
    return completeCoachingAction(tx, id, supporter);
  });
}

async function bringInOld({ does, relationship }: Scene): Promise<void> {
  const session = { id: newId(), relationship, kind: 'call' as const, startedAt: now(), minutes: 30 };
  await does('coordinator', (tx, coordinator) => recordEncounter(tx, session, coordinator));
}

/** Two payments above the limit: one is declined, one still waits for its second person. */
async function declinePayment({ does }: Scene): Promise<void> {
  const [declined, waiting] = [newId(), newId()];
  await does('grants', async (tx, grants) => {
    const line = await linesVisibleTo(tx, grants).select('budget_lines.id').executeTakeFirstOrThrow();
    const activity = { kind: 'programme', id: grants.organisation.id };
    const cost = { line: line.id, amount: '600.00', on: dayIn('UTC'), description: 'Tents', activity };
    for (const id of [declined, waiting]) {
      const refusal = await postCost(tx, { id, ...cost }, grants);
      if (refusal) return refusal;
    }
  });
  await does('administrator', (tx, second) => decline(tx, declined, 'There are tents.', second));
}

/** A badge made, kept as evidence and taken back. */
async function inviteColleagues({ owner }: TestDatabase, { does }: Scene): Promise<string> {
  const roles = ['supporter' as const];
  const [revoked, open] = [newId(), newId()];
  for (const id of [revoked, open]) {
    const invitation = { id, name: 'Newcomer', email: `${id}@example.org`, roles, language: 'en' };
    await does('coordinator', (tx, coordinator) => invite(tx, invitation, coordinator));
  }
  await does('coordinator', (tx, coordinator) => revokeInvitation(tx, revoked, coordinator));
  const { rows } = await owner.query('select body from outgoing_mails where to_address = $1', [
    `${open}@example.org`
  ]);
  return /\/invitation\/([\w-]+)/.exec(rows[0].body)![1]!;
}
