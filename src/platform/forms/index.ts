/** Reads posted forms at the edge: what was meant, or what was typed with what to do about it, by field. */
import * as v from 'valibot';

export type Typed = Record<string, string | string[]>;
export type Errors = Record<string, string>;
export type Read<Input> =
  { input: Input; values: Typed; errors: null } | { input: null; values: Typed; errors: Errors };

/** `lists` names the fields that may come several times, such as checkboxes; they are arrays even when none is ticked. */
export function readForm<Schema extends v.GenericSchema>(
  schema: Schema,
  form: FormData,
  lists: string[] = []
): Read<v.InferOutput<Schema>> {
  const values = typed(form, lists);
  const parsed = v.safeParse(schema, values);
  if (parsed.success) return { input: parsed.output, values, errors: null };
  const errors: Errors = {};
  const issues = v.safeParse(schema, { ...unsent(schema), ...values }).issues ?? parsed.issues;
  for (const issue of issues) errors[v.getDotPath(issue)?.split('.')[0] ?? ''] ??= issue.message;
  return { input: null, values, errors };
}

// A browser sends nothing of a choice that was not made; each field then says in its own words what is missing.
function unsent(schema: v.GenericSchema): Record<string, undefined> {
  const names = 'entries' in schema ? Object.keys(schema.entries as object) : [];
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** The rows of a form whose fields are called `name_0`, `name_1` and so on; rows left blank are left out. */
export function readRows<Name extends string>(form: FormData, names: Name[], count: number) {
  const text = (name: Name, index: number) => String(form.get(`${name}_${index}`) ?? '').trim();
  return Array.from({ length: count }, (_, index) => ({
    index,
    values: Object.fromEntries(names.map((name) => [name, text(name, index)])) as Record<Name, string>
  })).filter(({ values }) => names.some((name) => values[name] !== ''));
}

function typed(form: FormData, lists: string[]): Typed {
  const values: Typed = Object.fromEntries(lists.map((name) => [name, form.getAll(name).map(String)]));
  for (const [name, value] of form) if (!lists.includes(name)) values[name] = String(value);
  return values;
}
