import { m } from '#messages';

/** Where the reader of an entry can see what the money was for, by the kind of activity. */
const activities: Record<string, { name: () => string; href: (id: string) => string }> = {
  workshop: { name: m.funding_activity_workshop, href: (id) => `/training/workshops/${id}` }
};

/** The activity's name and page; without a page for kinds whose room has none. */
export function activityOf(kind: string | null, id: string | null): { name: string; href?: string } | null {
  if (!kind || !id) return null;
  const known = activities[kind];
  return known ? { name: known.name(), href: known.href(id) } : { name: m.funding_activity_other() };
}
