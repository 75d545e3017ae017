/** Sending what a device made without a signal: in order, again and again, until each command has its answer. */
import {
  changeOutgoing,
  forgetEverything,
  isUnsent,
  outgoingOf,
  type DeviceStore,
  type Outgoing
} from './device-store.ts';
import type { FieldAnswer, FieldCommand } from './field-command.ts';

/** Hands one command to the server. Throws when no answer came: then nobody knows whether it was done, and it is sent again. */
export type Post = (command: FieldCommand) => Promise<FieldAnswer>;
export type Sent = { sent: number; refused: number; signIn: boolean; noAnswer: boolean; forgotten: boolean };

/** Sends what waits. What is refused stays with its words; after a lost answer the rest waits for the next time. */
export async function sendWaiting(store: DeviceStore, post: Post): Promise<Sent> {
  const sum: Sent = { sent: 0, refused: 0, signIn: false, noAnswer: false, forgotten: false };
  let forget = false;
  for (const command of await waitingIn(store)) {
    const answer = await post(bare(command)).catch(() => null);
    if (answer === null) return { ...sum, noAnswer: true };
    await act(store, command, answer);
    if (answer.outcome === 'done') sum.sent++;
    if (answer.outcome === 'refused') sum.refused++;
    if (answer.outcome === 'sign-in') sum.signIn = true;
    forget ||= answer.outcome === 'set-aside' && answer.forget === true;
  }
  if (forget && !(await outgoingOf(store)).some(isUnsent)) {
    await forgetEverything(store);
    sum.forgotten = true;
  }
  return sum;
}

/** Sends a refused command again, as it is or put right. It gets a new life with the same id. */
export async function sendAgain(store: DeviceStore, id: string, payload?: unknown): Promise<void> {
  await changeOutgoing(store, id, ({ words: _, ...refused }) => ({
    ...refused,
    state: 'waiting',
    payload: payload ?? refused.payload
  }));
}

export async function throwAway(store: DeviceStore, id: string): Promise<void> {
  await changeOutgoing(store, id, () => null);
}

async function waitingIn(store: DeviceStore): Promise<Outgoing[]> {
  return (await outgoingOf(store)).filter(({ state }) => state === 'waiting');
}

async function act(store: DeviceStore, { id }: Outgoing, answer: FieldAnswer): Promise<void> {
  if (answer.outcome === 'done') await changeOutgoing(store, id, (sent) => ({ ...sent, state: 'sent' }));
  if (answer.outcome === 'set-aside') await throwAway(store, id);
  if (answer.outcome === 'refused')
    await changeOutgoing(store, id, (sent) => ({ ...sent, state: 'refused', words: answer.words }));
}

function bare({ id, kind, person, madeAt, payload }: Outgoing): FieldCommand {
  return { id, kind, person, madeAt, payload };
}
