/** A sentence that outlives one redirect: said by an action, shown once by the next page. */
import type { Cookies } from '@sveltejs/kit';

const flash = 'trellis_flash';
// Long enough for a redirect over a bad connection; after that the sentence would surprise.
const flashSecondsMax = 120;

/** Shows `text` at the top of the page that the person sees next. Never say anything private with it. */
export function say(cookies: Cookies, text: string): void {
  cookies.set(flash, text, { path: '/', httpOnly: true, sameSite: 'lax', maxAge: flashSecondsMax });
}

/** What there is to show, and forgets it. */
export function heard(cookies: Cookies): string | undefined {
  const text = cookies.get(flash);
  if (text !== undefined) cookies.delete(flash, { path: '/' });
  return text;
}
