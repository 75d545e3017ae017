/**
 * A device on which somebody has signed in before. Its guesses are counted apart from those of strangers, so that
 * a stranger's ten wrong guesses cannot shut the account's owner out (OWASP, device cookies). It opens nothing.
 */
import { now } from '#platform/clock/index.ts';
import { openOurOwn, sealForOurselves } from '#platform/encryption/index.server.ts';
import { newId } from '#platform/ids.ts';

export const knownDeviceCookie = 'trellis_device';
export const knownDeviceDays = 180;

type KnownDevice = { account: string; device: string; until: number };

/** What a colleague's own device keeps. A device that others use gets none, nor does any of a seeker: it would say who was here. */
export function markOfDevice(account: string): string {
  const until = now().getTime() + knownDeviceDays * 86_400_000;
  const mark: KnownDevice = { account: account.trim().toLowerCase(), device: newId(), until };
  return sealForOurselves(JSON.stringify(mark), knownDeviceCookie);
}

/** The device's own id, when this account was signed in to on it; null for a stranger's. */
export function knownDeviceOf(account: string, headers: Headers): string | null {
  const sealed = cookieIn(headers, knownDeviceCookie);
  const text = sealed && openOurOwn(sealed, knownDeviceCookie);
  const mark = text ? (JSON.parse(text) as KnownDevice) : null;
  return mark && mark.account === account && mark.until > now().getTime() ? mark.device : null;
}

/** What the browser sent under this name. */
export function cookieIn(headers: Headers, name: string): string | undefined {
  const found = (headers.get('cookie') ?? '').split(/;\s*/).find((pair) => pair.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1));
}
