/** Keeps a draft a moment after each change, one sending at a time, and again when the connection is back. */
import { m } from '#messages';
import { now } from '#platform/clock/index.ts';
import { formatTime } from '#platform/languages/format.ts';

type State = 'nothing' | 'saving' | 'saved' | 'unsaved' | 'refused';

// Long enough for two ticks in a row, short enough that a dying battery costs one.
const pauseMs = 800;
const retryMs = 10_000;

/** `send` gives whether the server kept it, and throws where it was not reached. */
export function draftKeeping(send: () => Promise<boolean>, timeZone: string) {
  let state = $state<State>('nothing');
  let savedAt = $state('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending = false;
  let changedMeanwhile = false;
  let over = false;

  function sendIn(ms: number) {
    clearTimeout(timer);
    if (!over) timer = setTimeout(() => void sendNow(), ms);
  }

  async function sendNow() {
    if (sending) {
      changedMeanwhile = true;
      return;
    }
    sending = true;
    changedMeanwhile = false;
    state = 'saving';
    try {
      state = (await send()) ? 'saved' : 'refused';
      savedAt = formatTime(now(), timeZone);
    } catch {
      // Not reached: what was ticked stays on the page, and goes out later.
      state = 'unsaved';
      sendIn(retryMs);
    } finally {
      sending = false;
    }
    if (changedMeanwhile) sendIn(pauseMs);
  }

  const words = {
    nothing: () => '',
    saving: m.competence_draft_saving,
    saved: () => m.competence_draft_saved({ time: savedAt }),
    unsaved: m.competence_draft_unsaved,
    refused: m.competence_draft_refused
  } satisfies Record<State, () => string>;

  return {
    get words() {
      return words[state]();
    },
    changed: () => sendIn(pauseMs),
    /** The connection is back. */
    again: () => {
      if (state === 'unsaved') sendIn(0);
    },
    /** The form is handed in: nothing is sent after it. */
    stop: () => {
      over = true;
      clearTimeout(timer);
    }
  };
}
