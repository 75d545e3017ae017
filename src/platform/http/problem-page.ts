/** A page for when no page can be made: refused, not found, broken. Plain words, one way on, no script. */
import { getTextDirection } from '#languages';
import { m } from '#messages';

export type Problem =
  'not-found' | 'not-yours' | 'nothing-to-do' | 'belongs-nowhere' | 'cross-site' | 'failed';

const words = {
  'not-found': { status: 404, title: m.problem_not_found, detail: m.problem_not_found_detail },
  'not-yours': { status: 403, title: m.problem_not_yours, detail: m.problem_not_yours_detail },
  'nothing-to-do': { status: 405, title: m.problem_not_found, detail: m.problem_not_found_detail },
  'belongs-nowhere': {
    status: 403,
    title: m.problem_belongs_nowhere,
    detail: m.problem_belongs_nowhere_detail
  },
  'cross-site': { status: 403, title: m.problem_cross_site, detail: m.problem_cross_site_detail },
  failed: { status: 500, title: m.problem_failed, detail: m.problem_failed_detail }
} satisfies Record<Problem, { status: number; title: () => string; detail: () => string }>;

// One small style of its own, the button to sign out, and nothing else from anywhere.
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// Whoever is signed in without a role has nothing else to do here, and may be at a shared machine.
const signOut = () => `<form method="post" action="/sign-out"><button>${m.ui_sign_out()}</button></form>`;

// What of a chosen theme shows on so plain a page; who chose none gets what their device asks for.
const schemes: Record<string, string> = { light: 'light', dark: 'dark', contrast: 'light' };

export type Asked = {
  language: string;
  /** The theme they chose, if any. */
  theme?: string;
  /** Shown so that a person can quote it when asking for help. */
  request: string;
};

/** The page in the language and the theme of who asked. */
export function problemPage(problem: Problem, { language, theme = '', request }: Asked): Response {
  const { status, title, detail } = words[problem];
  const html = `<!doctype html><html lang="${language}" dir="${getTextDirection(language)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title()}</title><style>
:root{color-scheme:${schemes[theme] ?? 'light dark'}}body{font:1.125rem/1.6 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.25rem}a{color:inherit;display:inline-block;padding:.6rem 0}button{font:inherit;font-weight:700;padding:.6rem 1.4rem}small{opacity:.75}
</style></head><body><main><h1>${title()}</h1><p>${detail()}</p>${problem === 'belongs-nowhere' ? signOut() : ''}<p><a href="/">${m.problem_way_home()}</a></p><p><a href="/away" rel="noreferrer" data-quick-exit>${m.problem_quick_exit()}</a></p><p><small>${request}</small></p></main></body></html>`;
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'private, no-store'
    }
  });
}
