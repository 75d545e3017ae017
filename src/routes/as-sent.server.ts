import { error } from '@sveltejs/kit';
import * as v from 'valibot';

/**
 * What a form of ours sends in any case: ids, choices and buttons nobody types. Whoever sends something else is told so
 * (400), and nothing is done. Where people type, `readForm` keeps what they typed.
 */
export function asSent<Schema extends v.GenericSchema>(
  schema: Schema,
  form: FormData
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, Object.fromEntries(form));
  if (!parsed.success) error(400);
  return parsed.output;
}
