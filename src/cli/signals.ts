/** What a signal to stop does: the newest answer given. So Ctrl-C leaves nothing running, at any moment of a verb. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let answer: (() => void) | undefined;
let listening = false;

/** Answers signals with this until `undo` is called, which gives them back to whoever answered before. */
export function answerSignals(next: () => void): () => void {
  listen();
  const before = answer;
  answer = next;
  return () => (answer = before);
}

/** Resolves at the next signal. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    const undo = answerSignals(() => {
      undo();
      resolve();
    });
  });
}

/** Makes sure that nobody else, such as a tool that ends the process by itself, answers a signal too. */
export function answerAlone(): void {
  for (const signal of signals) process.removeAllListeners(signal);
  listening = false;
  listen();
}

function listen(): void {
  if (listening) return;
  listening = true;
  for (const signal of signals) process.on(signal, () => answer?.());
}
