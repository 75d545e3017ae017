/** The progress of a long work on standard error: one line that moves on a terminal, quiet lines elsewhere. */
export function showChapter(chapter: string, done: number, of: number): void {
  const width = 24;
  const filled = Math.round((width * done) / of);
  const line = `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${chapter} ${done}/${of}`;
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}${done === of ? '\n' : ''}`);
  else if (done === of) process.stderr.write(`${line}\n`);
}
