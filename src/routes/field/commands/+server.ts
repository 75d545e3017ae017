import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { fieldCommand } from '#platform/offline/index.ts';
import { receive, receiveByLease } from '#platform/offline/index.server.ts';
import type { RequestHandler } from './$types';

/** One command from a device, done once however often it comes; the answer is a `FieldAnswer`. */
export const POST: RequestHandler = async ({ request, locals }) => {
  const command = v.safeParse(fieldCommand, await request.json().catch(() => null));
  if (!command.success) return json({}, { status: 400 });
  return json(
    locals.person
      ? await receive(locals.tx, command.output, locals.person)
      : await receiveByLease(locals.tx, command.output)
  );
};
