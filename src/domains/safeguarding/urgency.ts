/** How fast people must respond to a concern. It says nothing about how likely anything is: it is not a risk score. */
export const urgencies = ['immediate', 'urgent', 'priority'] as const;
export type Urgency = (typeof urgencies)[number];

export function isHigher(urgency: Urgency, than: Urgency): boolean {
  return urgencies.indexOf(urgency) < urgencies.indexOf(than);
}
