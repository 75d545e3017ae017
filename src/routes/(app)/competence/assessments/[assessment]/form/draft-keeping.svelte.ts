/**
 * Keeps a draft: on the device with each change, on the server a moment later, one sending at a time, and again when the connection
 * is back.
 */
import { m } from '#messages';
import { now } from '#platform/clock/index.ts';
import { formatTime } from '#platform/languages/format.ts';

type State = 'nothing' | 'saving' | 'saved' | 'onDevice' | 'nowhere' | 'refused';
type Ways = {
  /** Gives whether the server kept it, and throws where it was not reached, or failed. */
  send: () => Promise<boolean>;
  /** Gives whether the device could keep it. */
  copy: () => Promise<boolean>;
  /** The server has it: the device need not. */
  forget: () => void;
};

// Long enough for two ticks in a row; the device has them meanwhile.
const pauseMs = 800;
const retryMs = 10_000;

export function draftKeeping({ send, copy, forget }: Ways, timeZone: string) {
  let state = $state<State>('nothing');
  let savedAt = $state('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending = false;
  let changes = 0;
  let kept = 0;
  let over = false;
  // One after the other: what is forgotten must not be written again by a copy that began before.
  let device: Promise<unknown> = Promise.resolve();
  const onDevice = <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
    const worked = device.then(work);
    device = worked;
    return worked;
  };

  function sendIn(ms: number) {
    clearTimeout(timer);
    if (!over) timer = setTimeout(() => void sendNow(), ms);
  }

  async function sendNow() {
    if (sending) return sendIn(pauseMs);
    sending = true;
    const sent = changes;
    state = 'saving';
    try {
      state = (await send()) ? 'saved' : 'refused';
      savedAt = formatTime(now(), timeZone);
      if (state === 'saved') kept = sent;
      if (kept === changes) void onDevice(forget);
    } catch {
      state = (await onDevice(copy)) ? 'onDevice' : 'nowhere';
      sendIn(retryMs);
    } finally {
      sending = false;
    }
  }

  const words = {
    nothing: () => '',
    saving: m.competence_draft_saving,
    saved: () => m.competence_draft_saved({ time: savedAt }),
    onDevice: m.competence_draft_on_device,
    nowhere: m.competence_draft_unsaved,
    refused: m.competence_draft_refused
  } satisfies Record<State, () => string>;

  return {
    get words() {
      return words[state]();
    },
    changed: () => {
      over = false;
      changes += 1;
      void onDevice(copy);
      sendIn(pauseMs);
    },
    /** The connection is back. */
    again: () => {
      if (state === 'onDevice' || state === 'nowhere') sendIn(0);
    },
    /** The page may be gone the next moment. */
    leaving: () => {
      if (!over && kept !== changes) void sendNow();
    },
    /** The form is handed in: nothing is sent after it, unless somebody comes back and goes on. */
    stop: () => {
      over = true;
      clearTimeout(timer);
    }
  };
}
