/** The colours somebody may choose, besides what their device asks for. */
import { m } from '#messages';

export const themes = {
  system: m.ui_theme_system,
  light: m.ui_theme_light,
  dark: m.ui_theme_dark,
  contrast: m.ui_theme_contrast
};
export type Theme = keyof typeof themes;
export const themeCookie = 'trellis_theme';
export const languageCookie = 'trellis_language';

export const isTheme = (text: unknown): text is Theme =>
  typeof text === 'string' && Object.hasOwn(themes, text);

/**
 * The address to go back to, when it is on this site; else the front page. A browser reads `//other.site` and
 * `/\other.site` as another site, so only a plain path will do.
 */
export function pathHere(to: unknown): string {
  if (typeof to !== 'string' || !/^\/(?![/\\])/.test(to)) return '/';
  const here = 'http://here.invalid';
  const url = URL.parse(to, here);
  return url?.origin === here ? url.pathname + url.search : '/';
}
