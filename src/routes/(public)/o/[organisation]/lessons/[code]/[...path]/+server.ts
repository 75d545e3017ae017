import { error } from '@sveltejs/kit';
import { editionOfVisit, openPart } from '#domains/training/index.server.ts';
import { lessonsMark } from '#platform/http/lessons.ts';
import { settings } from '#platform/settings/index.server.ts';
import stageScript from './stage.js?raw';
import type { RequestHandler } from './$types';

/**
 * A visit to a lesson made elsewhere, at the lessons' own address, where nobody is signed in: the stage, which holds the
 * runtime that a package speaks to, and the package's parts. The hook has opened this visitor's transaction with the
 * visit's code.
 */
export const GET: RequestHandler = async ({ params, request, locals: { tx } }) => {
  if (!request.headers.has(lessonsMark)) error(404);
  const [, where, path] = /^(stage|content)\/(.+)$/.exec(params.path) ?? [];
  if (where === 'content') {
    const part = await openPart(tx, path!);
    return part ? partly(request.headers.get('range'), part) : error(404);
  }
  const edition = where === 'stage' && (await editionOfVisit(tx));
  if (!edition) error(404);
  if (path === 'stage.html') return answer(stage(settings().origin), 'text/html; charset=utf-8', forgetful);
  if (path === 'stage.js') return answer(stageScript, 'text/javascript');
  if (path === 'runtime.js') return answer(await runtimeFor(edition), 'text/javascript');
  error(404);
};

// Whatever lesson was here before, perhaps somebody else's, must not be read by this one.
const forgetful = { 'clear-site-data': '"storage"' };

const stage = (ours: string) => `<!doctype html>
<html lang="en" data-ours="${ours}">
  <head>
    <meta charset="utf-8" />
    <title>Trellis</title>
    <style>
      html, body, iframe { display: block; width: 100%; height: 100%; margin: 0; border: 0; background: white; }
    </style>
    <script type="module" src="stage.js"></script>
  </head>
  <body></body>
</html>`;

// Large, and needed by few pages.
async function runtimeFor(edition: '1.2' | '2004'): Promise<string> {
  if (edition === '1.2') return (await import('scorm-again/scorm12/min?raw')).default;
  return (await import('scorm-again/scorm2004/min?raw')).default;
}

const answer = (body: string, type: string, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { 'content-type': type, ...headers } });

/** A part, or the piece of it that a player of sound or film asks for. */
function partly(range: string | null, { bytes, mediaType }: { bytes: Buffer; mediaType: string }): Response {
  const headers = { 'content-type': mediaType, 'accept-ranges': 'bytes' };
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === undefined) return new Response(new Uint8Array(bytes), { headers });
  const from = Number(first);
  const to = Math.min(last ? Number(last) : Infinity, bytes.length - 1);
  if (from > to)
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${bytes.length}` } });
  return new Response(new Uint8Array(bytes.subarray(from, to + 1)), {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${from}-${to}/${bytes.length}` }
  });
}
