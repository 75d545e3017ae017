/** One thing on somebody's Today page: what it is, how soon it is needed, and the one next action. */
export type TodayItem = {
  /** Stable for the same matter, so that a page can tell an old item from a new one. */
  key: string;
  urgency: Urgency;
  title: string;
  detail?: string;
  href: string;
  /** The words on the button. */
  action: string;
};

export const urgencies = ['now', 'soon', 'when-free'] as const;
export type Urgency = (typeof urgencies)[number];
