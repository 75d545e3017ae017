import { error } from '@sveltejs/kit';
import { m } from '#messages';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Column } from '#platform/csv/index.ts';
import { downloadHeaders } from '#platform/files/index.server.ts';
import { formatDay } from '#platform/languages/format.ts';
import { listKinds, listOf, listsAs, mediaTypes, type List } from '#platform/lists/index.server.ts';

type Wanted = {
  /** What the file is called, without its ending. */
  name: string;
  /** The ending that the address asks for. */
  as: string;
  title: string;
  /** What or whom the whole of it is about, on paper. */
  about?: string;
};

/** A list as somebody takes it along: `csv`, `xlsx` or `pdf`. */
export const takeAlong = <Row>(
  locals: App.Locals,
  { columns, rows, ...wanted }: Wanted & { columns: Column<Row>[]; rows: Row[] }
): Promise<Response> => takeAlongAll(locals, wanted, [listOf({ title: wanted.title, columns, rows })]);

/** The same for several in one file. It may leave the house with who takes it, so that is on record. */
export async function takeAlongAll(
  { tx, person }: App.Locals,
  { name, as, title, about }: Wanted,
  lists: [List, ...List[]]
): Promise<Response> {
  const kind = listKinds.find((known) => known === as);
  if (!kind) error(404);
  const { organisation, name: reader } = person!;
  await audit(tx, { action: 'list.exported', reason: `${name} ${kind}` });
  const file = await listsAs(kind, lists, {
    title,
    about,
    organisation: organisation.name,
    made: m.ui_taken_along({ day: formatDay(dayIn(organisation.timeZone)), name: reader })
  });
  return new Response(new Uint8Array(file), {
    headers: downloadHeaders({ name: `${name}.${kind}`, mediaType: mediaTypes[kind] })
  });
}
