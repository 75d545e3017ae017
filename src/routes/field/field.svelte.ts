/** The field kit's state in the browser: what the device holds, what is unsent, and whether anybody answers. */
import {
  DeviceStore,
  draftKeys,
  forgetEverything,
  hashesOf,
  holderOf,
  isOpen,
  isUnsent,
  partOf,
  submit,
  takeIn,
  watchHeld,
  type Holder,
  type Outgoing
} from '#platform/offline/device-store.ts';
import { sendWaiting } from '#platform/offline/outbox.ts';
import { keepOnly } from '#platform/offline/device-files.ts';
import type { FieldAnswer, FieldCommand, FieldPack } from '#platform/offline/index.ts';
import type { CourseTaken } from '#domains/training/index.ts';
import { newId } from '#platform/ids.ts';

const secondsBetweenTries = 30;

class Field {
  readonly store = new DeviceStore();
  holder = $state.raw<Holder | null>(null);
  outgoing = $state.raw<Outgoing[]>([]);
  parts = $state.raw<Record<string, unknown>>({});
  drafts = $state.raw<string[]>([]);
  /** False until the device has been read once. */
  ready = $state(false);
  busy = $state(false);
  online = $state(navigator.onLine);
  signInFirst = $state(false);
  noAnswer = $state(false);
  forgotten = $state(false);
  /** Its holder signed out on this device, or cleared it: it shows nothing, until they sign in again. */
  closed = $state(false);
  cleared = $state(false);
  private clearing = false;
  storageTrouble = $state(false);

  /** What the server has not taken yet, whoever made it. */
  readonly unsent = $derived(this.outgoing.filter(isUnsent));

  /** What the holder made here that the pack does not tell of yet. */
  made<Payload>(kind: string): { payload: Payload; state: Outgoing['state']; id: string }[] {
    return this.outgoing
      .filter((one) => one.kind === kind && one.person === this.holder?.person.id)
      .map(({ payload, state, id }) => ({ payload: payload as Payload, state, id }));
  }

  /** The same without what was refused: what stands, as far as this device knows. */
  standing<Payload>(kind: string): { payload: Payload; state: Outgoing['state']; id: string }[] {
    return this.made<Payload>(kind).filter(({ state }) => state !== 'refused');
  }

  /** What was begun and not handed in: asked for where a list is shown, not at every letter. */
  async lookAtDrafts(): Promise<void> {
    this.drafts = await draftKeys(this.store).catch(() => []);
  }

  get open(): boolean {
    return isOpen(this.holder, new Date()) && !this.closed;
  }

  /** Starts watching the device and the network. Returns how to stop. */
  start(): () => void {
    // Before anything is there to be seen: whoever signs out in the next moment closes it all the same. A battery that died
    // may also have taken the mark and left the pack.
    if (!markOf()) markOpen();
    const unwatch = watchHeld(
      this.store,
      (held) => Object.assign(this, held, { ready: true }),
      () => Object.assign(this, { storageTrouble: true, ready: true })
    );
    void askToKeep();
    const lookAtMark = () => (this.closed = isClosed());
    lookAtMark();
    const reached = () => {
      this.online = navigator.onLine;
      if (this.online && !this.clearing) void this.synchronise();
    };
    addEventListener('online', reached);
    addEventListener('offline', reached);
    // Somebody signed out in another window.
    addEventListener('storage', lookAtMark);
    const again = setInterval(
      () => this.outgoing.some(({ state }) => state === 'waiting') && reached(),
      secondsBetweenTries * 1000
    );
    reached();
    return () => {
      unwatch();
      removeEventListener('online', reached);
      removeEventListener('offline', reached);
      removeEventListener('storage', lookAtMark);
      clearInterval(again);
    };
  }

  /** Keeps a command for sending, and sends at once where there is a signal. False when the device could not keep it. */
  async give(
    { id = newId(), ...command }: { kind: string; payload: unknown; label: string; id?: string },
    ...drafts: string[]
  ): Promise<boolean> {
    const person = this.holder!.person.id;
    const madeAt = new Date().toISOString();
    try {
      await submit(this.store, { id, ...command, person, madeAt }, ...drafts);
    } catch {
      // The page says so in red; what was typed still stands in the form.
      this.storageTrouble = true;
      return false;
    }
    void this.synchronise();
    return true;
  }

  /** Sends what waits, then fetches what changed. One window at a time does so. */
  async synchronise(): Promise<void> {
    await navigator.locks.request('trellis-field', { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      this.busy = true;
      this.noAnswer = this.signInFirst = false;
      const sent = await sendWaiting(this.store, (command) => this.post(command));
      this.noAnswer = sent.noAnswer;
      this.forgotten ||= sent.forgotten;
      if (!sent.noAnswer && !sent.forgotten) await this.fetchPack();
      this.signInFirst ||= sent.signIn;
      this.busy = false;
    });
  }

  private async post(command: FieldCommand): Promise<FieldAnswer> {
    const response = await this.ask('/field/commands', command);
    if (!response.ok) throw new Error(`no answer to the command: ${response.status}`);
    return response.json();
  }

  private async fetchPack(): Promise<void> {
    const asked = markOf();
    const response = await this.ask('/field/pack', { have: await hashesOf(this.store) }).catch(() => null);
    if (response?.status === 401) this.signInFirst = true;
    else if (!response?.ok) this.noAnswer = true;
    else
      await this.take(await response.json(), asked).catch(() => {
        this.storageTrouble = true;
      });
  }

  // What was closed stays so until this pack, perhaps another person's, stands in its place; and still then, where whoever
  // asked for it signed out meanwhile. With a course that is no longer the learner's, its files go as well.
  private async take(pack: FieldPack, asked: string | null): Promise<void> {
    await takeIn(this.store, pack, new Date());
    if (markOf() === asked) markOpen();
    this.closed = isClosed();
    const courses = await partOf<CourseTaken[]>(this.store, 'courses');
    await keepOnly(courses?.flatMap(({ files }) => files) ?? []);
  }

  /** Leaves nothing on the device: what was taken along, what was written, the page itself. */
  async clear(): Promise<void> {
    this.clearing = true;
    await forgetEverything(this.store);
    for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
    for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
    forgetMark();
    Object.assign(this, { holder: null, parts: {}, outgoing: [], drafts: [], cleared: true });
  }

  private async ask(address: string, body: unknown): Promise<Response> {
    const lease = (await holderOf(this.store))?.lease.token;
    const headers = { 'content-type': 'application/json', ...(lease && { 'x-trellis-lease': lease }) };
    return fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
  }
}

// Where the browser agrees, it does not clear the device's memory when it runs short of room.
async function askToKeep(): Promise<void> {
  if (navigator.storage?.persist && !(await navigator.storage.persisted())) await navigator.storage.persist();
}

// Where somebody signs out, page.js closes what is open here: the database is not for every page to read.
const mark = 'trellis-field';
const markOf = () => localStorage.getItem(mark);
// With the moment at which that was, so that one signing out is told from the next.
const isClosed = () => markOf()?.startsWith('closed') ?? false;
const markOpen = () => localStorage.setItem(mark, 'open');
const forgetMark = () => localStorage.removeItem(mark);

export const field = new Field();
