/**
 * What the server has not got yet stays on this device, under the assessment it belongs to, and goes once the server has it. It is
 * sealed: the key comes with the page and is kept nowhere, so that a device that is lost, or whose owner signed out, tells nothing.
 */
import { now } from '#platform/clock/index.ts';
import { typedIn, type Typed } from './typed.ts';

/** What a copy is called on the device; the page of what was handed in has it forgotten (`data-forget`). */
export const copyName = (assessment: string) => `assessment/${assessment}`;

/** Of one assessment; `keys` as the server gave them, the newest first. */
export function deviceCopy(assessment: string, keys: readonly string[]) {
  const name = copyName(assessment);
  return {
    /** Whether it could be kept: storage may be full or forbidden, and an address without TLS has nothing to seal with. */
    async keep(sent: FormData): Promise<boolean> {
      const copy = new URLSearchParams({ keptAt: now().toISOString() });
      for (const [field, value] of sent) if (typeof value === 'string') copy.append(field, value);
      try {
        localStorage.setItem(name, await sealed(copy.toString(), keys[0]!));
        return true;
      } catch {
        return false;
      }
    },
    /** What was typed here after the server last heard of it. */
    async read(savedAt: string | null): Promise<Typed | null> {
      const copy = new URLSearchParams((await opened(localStorage.getItem(name) ?? '', keys)) ?? '');
      const keptAt = copy.get('keptAt');
      return keptAt && keptAt > (savedAt ?? '') ? typedIn(copy) : null;
    },
    forget(): void {
      localStorage.removeItem(name);
    }
  };
}

// As AES-GCM wants it.
const nonceBytes = 12;

async function sealed(text: string, key: string): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const body = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce },
    await imported(key),
    new TextEncoder().encode(text)
  );
  return btoa([...nonce, ...new Uint8Array(body)].map((byte) => String.fromCharCode(byte)).join(''));
}

/** With the first key that fits; null where none does. */
async function opened(copy: string, keys: readonly string[]): Promise<string | null> {
  for (const key of keys) {
    try {
      const bytes = bytesIn(copy);
      const [iv, body] = [bytes.slice(0, nonceBytes), bytes.slice(nonceBytes)];
      return new TextDecoder().decode(
        await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await imported(key), body)
      );
    } catch {
      // Sealed with another key, or no copy at all: the next may fit.
    }
  }
  return null;
}

const imported = (key: string) =>
  crypto.subtle.importKey('raw', bytesIn(key.replaceAll('-', '+').replaceAll('_', '/')), 'AES-GCM', false, [
    'encrypt',
    'decrypt'
  ]);

const bytesIn = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
