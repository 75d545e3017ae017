import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import {
  askToOpenContact,
  checksOf,
  endRole,
  giveRole,
  hasSealedContact,
  peopleVisibleTo,
  profileOf,
  recordBackgroundCheck,
  rolesGivenBy,
  rolesOf,
  setProfile
} from '#domains/people/index.server.ts';
import { roleRefusals, sealedContactRefusals } from '#domains/people/index.ts';
import { languageChoicesWith } from '#domains/support/index.ts';
import { can, roles, type Permission } from '#platform/access/index.ts';
import { audit, auditOf } from '#platform/audit/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { endSessions, signInOf } from '#platform/identity/index.server.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { asSent } from '../../../as-sent.server.ts';
import { requireRecentSignIn } from '../../../recent-sign-in.server.ts';
import type { Actions, PageServerLoad } from './$types';

const id = v.pipe(v.string(), v.uuid());
const day = v.pipe(v.string(), v.isoDate());
const Role = v.object({ command: id, role: v.picklist(roles) });
const Membership = v.object({ membership: id });
const Check = v.object({
  command: id,
  checkedOn: day,
  expiresOn: day,
  outcome: v.picklist(['clear', 'not-clear'])
});
const upTo = (most: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.maxLength(most, () => m.people_too_long({ most }))
  );
const ProfileForm = v.object({
  languages: v.array(v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/))),
  householdCode: upTo(60),
  workplace: upTo(200)
});
const Asked = v.object({ command: id, reason: upTo(2000), unsafe: upTo(2000) });

const entriesMax = 50;

export const load: PageServerLoad = async ({ locals, params }) => {
  const { tx } = locals;
  const me = locals.person!;
  const subject = await peopleVisibleTo(tx, me).where('people.id', '=', params.person).executeTakeFirst();
  if (!subject) error(404);
  if (subject.kind === 'seeker') await audit(tx, { action: 'profile.read', subject: subject.id });
  const zone = me.organisation.timeZone;
  const mayInvite = can(me, 'people.invite');
  const profile = await profileOf(tx, subject.id);
  return {
    zone,
    subject: { id: subject.id, name: subject.name, kind: subject.kind },
    memberships: (await rolesOf(tx, subject.id, me).execute()).map((row) => ({
      ...row,
      since: dayIn(zone, row.since),
      until: row.until && dayIn(zone, row.until)
    })),
    checks: await checksOf(tx, [subject.id]).execute(),
    profile,
    languages: languageChoicesWith(profile?.languages ?? [], getLocale()),
    givable: subject.kind === 'staff' ? rolesGivenBy(me) : [],
    mayInvite,
    mayEndRoles: can(me, 'organisation.manage'),
    signsIn: (await signInOf(subject.id)) !== null,
    mayAskForContact:
      can(me, 'contacts.unseal') && subject.kind === 'seeker' && (await hasSealedContact(tx, subject.id)),
    looks: can(me, 'audit.read') ? await auditOf(tx, subject.id).limit(entriesMax).execute() : null
  };
};

export const actions: Actions = {
  giveRole: async (event) => {
    requireRecentSignIn(event);
    const { command, role } = asSent(Role, await event.request.formData());
    const refusal = await giveRole(
      event.locals.tx,
      { id: command, subject: event.params.person!, role },
      event.locals.person!
    );
    if (refusal) return fail(409, { refusal: roleRefusals[refusal]() });
    return done(event, m.people_role_given());
  },
  endRole: async (event) => {
    requireRecentSignIn(event);
    demand(event, 'organisation.manage');
    const { membership } = asSent(Membership, await event.request.formData());
    const refusal = await endRole(
      event.locals.tx,
      { membership, subject: event.params.person! },
      event.locals.person!
    );
    if (refusal) return fail(409, { refusal: roleRefusals[refusal]() });
    return done(event, m.people_role_ended());
  },
  signOut: async (event) => {
    demand(event, 'organisation.manage');
    await endSessions(await subjectOf(event));
    return done(event, m.people_signed_out());
  },
  recordCheck: async (event) => {
    demand(event, 'people.invite');
    const values = Object.fromEntries(await event.request.formData());
    const form = v.safeParse(Check, values);
    if (!form.success) return fail(400, { values, refusal: m.people_check_dates() });
    const { command, ...check } = form.output;
    const refusal = await recordBackgroundCheck(
      event.locals.tx,
      { id: command, subject: event.params.person!, ...check },
      event.locals.person!
    );
    if (refusal)
      return fail(409, {
        values,
        refusal: refusal === 'own-check' ? m.people_check_own() : m.people_check_dates()
      });
    return done(event, m.people_check_recorded());
  },
  setProfile: async (event) => {
    demand(event, 'people.invite');
    const { input, values, errors } = readForm(ProfileForm, await event.request.formData(), ['languages']);
    if (!input) return fail(400, { values, errors });
    const { languages, householdCode, workplace } = input;
    const changes = { languages, householdCode: householdCode || null, workplace: workplace || null };
    await setProfile(event.locals.tx, await subjectOf(event), changes, event.locals.person!);
    return done(event, m.account_saved());
  },
  askForContact: async (event) => {
    requireRecentSignIn(event);
    demand(event, 'contacts.unseal');
    const { input, values, errors } = readForm(Asked, await event.request.formData());
    if (!input) return fail(400, { values, errors });
    const { command, reason, unsafe } = input;
    const request = { id: command, seeker: await subjectOf(event), reason, unsafeToTell: unsafe };
    const refusal = await askToOpenContact(event.locals.tx, request, event.locals.person!);
    if (refusal) return fail(409, { values, refusal: sealedContactRefusals[refusal]() });
    say(event.cookies, m.people_contact_asked());
    redirect(303, '/people/contacts');
  }
};

/** Whom the page is about; somebody the one who acts cannot see is nobody here. */
async function subjectOf({ locals, params }: Pick<RequestEvent, 'locals' | 'params'>): Promise<string> {
  const known = await peopleVisibleTo(locals.tx, locals.person!)
    .where('people.id', '=', params.person!)
    .executeTakeFirst();
  return known?.id ?? error(404);
}

// Several kinds of people act on this page; each act is the work of some of them.
function demand({ locals }: Pick<RequestEvent, 'locals'>, permission: Permission): void {
  if (!can(locals.person, permission)) error(403);
}

function done({ cookies, url }: Pick<RequestEvent, 'cookies' | 'url'>, words: string): never {
  say(cookies, words);
  redirect(303, url.pathname);
}
