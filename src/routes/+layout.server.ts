import { heard } from '#ui/flash.server.ts';
import { isTheme, themeCookie, type Theme } from '#ui/preferences.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ cookies, url }) => {
  const chosen = cookies.get(themeCookie);
  const theme: Theme = isTheme(chosen) ? chosen : 'system';
  return { theme, flash: heard(cookies), here: url.pathname + url.search };
};
