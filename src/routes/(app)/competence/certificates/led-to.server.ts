import { m } from '#messages';
import { certificateRoleWords, roleNamed, validityOf, validityWords } from '#domains/competence/index.ts';
import { linesVisibleTo } from '#domains/funding/index.server.ts';
import { certificatesAfter, type ChainStart } from '#domains/matching/index.server.ts';
import { workshopsVisibleTo } from '#domains/training/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { isId } from '#platform/ids.ts';

/** The chain forwards: which certificates a workshop, a budget line or an assessment led to; null where an address names none. */
export async function ledTo(locals: App.Locals, url: URL) {
  const person = locals.person!;
  const from = await startIn(locals, url);
  if (!from) return null;
  const today = dayIn(person.organisation.timeZone);
  const found = await certificatesAfter(locals.tx, from.start, person);
  return {
    what: from.what,
    back: from.back,
    rows: found.map(({ id, holder_name, role, issued_on, expires_on, suspension_id }) => ({
      id,
      name: holder_name,
      role: certificateRoleWords[roleNamed(role)](),
      issuedOn: issued_on,
      validity:
        validityWords[
          validityOf({ issuedOn: issued_on, expiresOn: expires_on, suspended: suspension_id !== null }, today)
        ]()
    }))
  };
}

type Start = { start: ChainStart; what: string; back: string };

async function startIn({ tx, person }: App.Locals, url: URL): Promise<Start | null> {
  const asked = (name: string) => {
    const id = url.searchParams.get(name);
    return id && isId(id) ? id : null;
  };
  const [workshop, line, assessment] = [asked('workshop'), asked('line'), asked('assessment')];
  if (assessment)
    return {
      start: { assessment },
      what: m.competence_led_to_assessment(),
      back: `/competence/assessments/${assessment}`
    };
  if (workshop) {
    const found = await workshopsVisibleTo(tx, person!)
      .where('workshops.id', '=', workshop)
      .executeTakeFirst();
    return found ? { start: { workshop }, what: found.title, back: `/training/workshops/${workshop}` } : null;
  }
  if (!line) return null;
  const found = await linesVisibleTo(tx, person!).where('budget_lines.id', '=', line).executeTakeFirst();
  return found ? { start: { line }, what: found.name, back: `/funding/grants/${found.grant_id}` } : null;
}
