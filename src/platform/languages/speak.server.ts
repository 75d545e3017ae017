/** Lets a request, and work outside of one such as a job or the command line, speak a person's language. */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  extractLocaleFromRequestWithStrategies,
  overwriteServerAsyncLocalStorage,
  serverAsyncLocalStorage,
  strategy,
  type Locale
} from '#languages';

/** Runs `work` so that every message in it is in that language. */
export function inLanguage<T>(locale: Locale, work: () => T): T {
  if (!serverAsyncLocalStorage) overwriteServerAsyncLocalStorage(new AsyncLocalStorage());
  return serverAsyncLocalStorage!.run({ locale, origin: 'http://localhost' }, work);
}

/** The language a request asks for: by its cookie, else what its browser prefers. */
export function languageOf(request: Request): Locale {
  return extractLocaleFromRequestWithStrategies(request, strategy);
}
