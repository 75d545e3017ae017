import { redirect } from '@sveltejs/kit';
import { isLocale } from '#languages';
import { isTheme, languageCookie, themeCookie } from '#ui/preferences.ts';
import { pathWithin } from '../../path-within.ts';
import type { RequestHandler } from './$types';

const yearSeconds = 365 * 24 * 60 * 60;

export const POST: RequestHandler = async ({ request, cookies }) => {
  const form = await request.formData();
  const language = form.get('language');
  const theme = form.get('theme');
  const options = { path: '/', sameSite: 'lax', maxAge: yearSeconds } as const;
  // The language is read by script too, on the few pages that have any.
  if (isLocale(language)) cookies.set(languageCookie, language, { ...options, httpOnly: false });
  if (isTheme(theme)) cookies.set(themeCookie, theme, options);
  redirect(303, pathWithin(form.get('to'), '/'));
};
