import { error } from '@sveltejs/kit';
import { editionOfVisit, openPart } from '#domains/training/index.server.ts';
import { sendFile } from '#platform/files/index.server.ts';
import { lessonPolicy, lessonsMark } from '#platform/http/lessons.ts';
import { settings } from '#platform/settings/index.server.ts';
import kitScript from './kit.js?raw';
import stageScript from './stage.js?raw';
import workerScript from './worker.js?raw';
import type { RequestHandler } from './$types';

/**
 * A visit to a lesson made elsewhere, at the lessons' own address, where nobody is signed in: the stage, which holds the
 * runtime that a package speaks to, and the package's parts. The hook has opened this visitor's transaction with the
 * visit's code.
 */
export const GET: RequestHandler = async ({ params, request, locals: { tx } }) => {
  if (!request.headers.has(lessonsMark)) error(404);
  if (params.code === 'kit') return kit(params.path);
  // Only the kit's own worker may stay in a browser; a part of a package that would be one is none.
  if (request.headers.has('service-worker')) error(404);
  const [, where, path] = /^(stage|content)\/(.+)$/.exec(params.path) ?? [];
  if (where === 'content') {
    const part = await openPart(tx, path!);
    return part ? sendFile(part, request, { 'content-type': part.mediaType }) : error(404);
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

/** What a device keeps, so that packages it has kept play there without a signal: nobody's, and always the same. */
async function kit(path: string): Promise<Response> {
  const page = stage(settings().origin, 'kit.js');
  if (path === 'stage.html') return answer(page, 'text/html; charset=utf-8');
  const parts = {
    'stage.html': page,
    'kit.js': kitScript,
    'stage.js': stageScript,
    'runtime.js': await bothRuntimes()
  };
  if (path === 'worker.js') return answer(workerWith(parts), 'text/javascript');
  const part = Object.entries(parts).find(([name]) => name === path)?.[1];
  if (part === undefined) error(404);
  return answer(part, 'text/javascript');
}

// In the worker's own words, where no package can change them.
function workerWith(parts: Record<string, string>): string {
  const policy = lessonPolicy(settings().origin);
  return `const policy = ${JSON.stringify(policy)};\nconst parts = ${JSON.stringify(parts)};\n${workerScript}`;
}

const bothRuntimes = async () => (await import('scorm-again/min?raw')).default;

const stage = (ours: string, script = 'stage.js') => `<!doctype html>
<html lang="en" data-ours="${ours}">
  <head>
    <meta charset="utf-8" />
    <title>Trellis</title>
    <style>
      html, body, iframe { display: block; width: 100%; height: 100%; margin: 0; border: 0; background: white; }
    </style>
    <script type="module" src="${script}"></script>
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
