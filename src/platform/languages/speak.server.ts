/** Lets work outside a request, such as a job or the command line, speak a person's language. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { overwriteServerAsyncLocalStorage, serverAsyncLocalStorage, type Locale } from '#languages';

/** Runs `work` so that every message in it is in that language. */
export function inLanguage<T>(locale: Locale, work: () => T): T {
  if (!serverAsyncLocalStorage) overwriteServerAsyncLocalStorage(new AsyncLocalStorage());
  return serverAsyncLocalStorage!.run({ locale, origin: 'http://localhost', messageCalls: new Set() }, work);
}
