/** What the server has not got yet stays on this device, under the assessment it belongs to, and goes once the server has it. */
import { now } from '#platform/clock/index.ts';
import { typedIn, type Typed } from './typed.ts';

/** What a copy is called on the device; the page of what was handed in has it forgotten (`data-forget`). */
export const copyName = (assessment: string) => `assessment/${assessment}`;

/** Whether it could be kept: storage may be full, or forbidden. */
export function keepCopy(assessment: string, sent: FormData): boolean {
  const copy = new URLSearchParams({ keptAt: now().toISOString() });
  for (const [name, value] of sent) if (typeof value === 'string') copy.append(name, value);
  try {
    localStorage.setItem(copyName(assessment), copy.toString());
    return true;
  } catch {
    return false;
  }
}

/** What was typed here after the server last heard of it. */
export function copyOf(assessment: string, savedAt: string | null): Typed | null {
  const copy = new URLSearchParams(localStorage.getItem(copyName(assessment)) ?? '');
  const keptAt = copy.get('keptAt');
  return keptAt && keptAt > (savedAt ?? '') ? typedIn(copy) : null;
}

export function forgetCopy(assessment: string): void {
  localStorage.removeItem(copyName(assessment));
}
