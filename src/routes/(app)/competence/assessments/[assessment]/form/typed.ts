/** Everything somebody put into the form of an assessment: as the form sends it, and as their device keeps it meanwhile. */
export type Typed = {
  ticks: string[];
  itemTimes: Record<string, string>;
  /** An instant; empty where nobody said. */
  startedAt: string;
  note: string;
  harmAnswers: Record<string, string>;
};

/** Reads the fields of the form, by their names. What is no instant is left out. */
export function typedIn(sent: Iterable<[string, unknown]>): Typed {
  const fields = [...sent].filter((field): field is [string, string] => typeof field[1] === 'string');
  const only = (wanted: string) => fields.findLast(([name]) => name === wanted)?.[1] ?? '';
  const named = (prefix: string) =>
    fields
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]);
  return {
    ticks: fields.filter(([name]) => name === 'tick').map(([, value]) => value),
    itemTimes: Object.fromEntries(
      named('at-').flatMap(([item, at]) => (isInstant(at!) ? [[item, new Date(at!).toISOString()]] : []))
    ),
    startedAt: isInstant(only('startedAt')) ? new Date(only('startedAt')).toISOString() : '',
    note: only('note'),
    harmAnswers: Object.fromEntries(named('harm-').filter(([, answer]) => answer !== ''))
  };
}

const isInstant = (text: string) => !Number.isNaN(Date.parse(text));
