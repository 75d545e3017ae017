import { can, type Permission, type Person } from '#platform/access/index.ts';
import { m } from '#messages';

type ActivityPage = { name: () => string; href: (id: string) => string; permission: Permission };

/** Where the reader of an entry can see what the money was for, by the kind of activity. */
const activities: Record<string, ActivityPage> = {
  workshop: {
    name: m.funding_activity_workshop,
    href: (id) => `/training/workshops/${id}`,
    permission: 'workshops.see'
  }
};

/** The activity's name, and its page for those who may open it; a donor sees what was paid for, not who came. */
export function activityOf(
  kind: string | null,
  id: string | null,
  person: Person
): { name: string; href?: string } | null {
  if (!kind || !id) return null;
  const page = activities[kind];
  if (!page) return { name: m.funding_activity_other() };
  return can(person, page.permission) ? { name: page.name(), href: page.href(id) } : { name: page.name() };
}
