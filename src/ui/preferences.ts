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
