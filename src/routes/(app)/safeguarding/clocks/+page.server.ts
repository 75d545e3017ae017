import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { safeguardingPolicyOn, setSafeguardingPolicy } from '#domains/safeguarding/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { tx, person } }) => {
  const today = dayIn(person!.organisation.timeZone);
  return { policy: await safeguardingPolicyOn(tx, today), today, maySet: can(person, 'safety-rules.set') };
};

const minutes = (max: number) => v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(max));
const line = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500));
const hour = 60;
const Clocks = v.pipe(
  v.object({
    command: v.pipe(v.string(), v.uuid()),
    'immediate-second': minutes(hour),
    'immediate-manager': minutes(24 * hour),
    'urgent-second': minutes(24 * hour),
    'urgent-manager': minutes(7 * 24 * hour),
    'priority-second': minutes(7 * 24 * hour),
    'priority-manager': minutes(14 * 24 * hour),
    days: v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(366)),
    from: v.pipe(v.string(), v.isoDate()),
    source: line,
    reason: line
  }),
  v.check(
    (clocks) =>
      clocks['immediate-manager'] > clocks['immediate-second'] &&
      clocks['urgent-manager'] > clocks['urgent-second'] &&
      clocks['priority-manager'] > clocks['priority-second'] &&
      clocks['immediate-second'] <= clocks['urgent-second'] &&
      clocks['urgent-second'] <= clocks['priority-second']
  )
);

export const actions: Actions = {
  default: async ({ request, cookies, locals: { tx, person } }) => {
    const values = Object.fromEntries(await request.formData());
    const parsed = v.safeParse(Clocks, values);
    if (!parsed.success) return fail(400, { values, refusal: m.safeguarding_policy_order_wrong() });
    const clocks = parsed.output;
    const policy = {
      id: clocks.command,
      from: clocks.from,
      minutes: {
        immediate: { second: clocks['immediate-second'], manager: clocks['immediate-manager'] },
        urgent: { second: clocks['urgent-second'], manager: clocks['urgent-manager'] },
        priority: { second: clocks['priority-second'], manager: clocks['priority-manager'] }
      },
      crisisContactDays: clocks.days,
      source: clocks.source,
      reason: clocks.reason
    };
    await setSafeguardingPolicy(tx, policy, person!);
    say(cookies, m.safeguarding_saved());
    redirect(303, '/safeguarding/clocks');
  }
};
