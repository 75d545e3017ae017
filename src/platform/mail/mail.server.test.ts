import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveClock, now } from '#platform/clock/index.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { overrideSettings } from '#platform/settings/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { outbox, recipient, sendMailLater } from './index.server.ts';

const database = onDatabase();

/** A mail server that keeps what it is given, and refuses while it is told to. */
const arrived: string[] = [];
let refusing = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  logger: false,
  onData(stream, _session, done) {
    let text = '';
    stream.on('data', (part) => (text += part));
    stream.on('end', () => {
      if (refusing > 0) {
        refusing--;
        return done(new Error('not now'));
      }
      arrived.push(text);
      done();
    });
  }
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  overrideSettings({ TRELLIS_SMTP_URL: `smtp://127.0.0.1:${port}` });
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

const sweep = () => sweepNow(database.database, 'deliver-mails');
const headerOf = (mail: string, name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(mail)?.[1]?.trim();
const mailsTo = (address: string) => arrived.filter((mail) => headerOf(mail, 'to') === address);

test('a mail reaches its reader once, however often the sweep looks', async () => {
  const { asSystem } = await village(database);
  await asSystem((tx) =>
    sendMailLater(tx, { to: { address: 'one@example.org' }, subject: 'A note', body: 'Please look.' })
  );
  await sweep();
  await sweep();
  expect(mailsTo('one@example.org')).toHaveLength(1);
});

test('two workers at once still send it once', async () => {
  const { asSystem } = await village(database);
  await asSystem((tx) =>
    sendMailLater(tx, { to: { address: 'both@example.org' }, subject: 'A note', body: 'Please look.' })
  );
  await Promise.all([sweep(), sweep()]);
  expect(mailsTo('both@example.org')).toHaveLength(1);
});

test('a refused mail is tried again a minute later, under the same id, and its page says why it waits', async () => {
  const { asSystem, person, as } = await village(database);
  const boss = await person('Boss', 'administrator');
  await asSystem((tx) =>
    sendMailLater(tx, { to: { address: 'later@example.org' }, subject: 'A note', body: 'Please look.' })
  );
  refusing = 1;
  await sweep();
  await sweep();
  expect(mailsTo('later@example.org')).toHaveLength(0);
  const [waiting] = await as(boss, (tx) => outbox(tx).execute());
  expect(waiting).toMatchObject({
    attempts: 1,
    sent_at: null,
    last_error: expect.stringContaining('not now')
  });

  moveClock(new Date(now().getTime() + 61_000));
  await sweep();
  expect(mailsTo('later@example.org').map((mail) => headerOf(mail, 'message-id'))).toEqual([
    `<${waiting!.id}@trellis>`
  ]);
  const [sent] = await as(boss, (tx) => outbox(tx).execute());
  expect(sent).toMatchObject({ attempts: 2, last_error: null });
  expect(sent!.sent_at).not.toBeNull();
});

test('only an administrator sees the outbox, and only that of their own organisation', async () => {
  const { asSystem, person, as } = await village(database);
  const [boss, salma] = [await person('Boss', 'administrator'), await person('Salma', 'coordinator')];
  await asSystem((tx) =>
    sendMailLater(tx, { to: { person: salma.id }, subject: 'A note', body: 'Please look.' })
  );
  expect(await as(boss, (tx) => outbox(tx).execute())).toMatchObject([{ to_name: 'Salma' }]);
  expect(await as(salma, (tx) => outbox(tx).execute())).toEqual([]);
  const elsewhere = await village(database);
  const tom = await elsewhere.person('Tom', 'administrator');
  expect(await elsewhere.as(tom, (tx) => outbox(tx).execute())).toEqual([]);
});

test('what a mail says is its reader’s alone; only a demonstration shows it', async () => {
  const { asSystem, person, as } = await village(database);
  const boss = await person('Boss', 'administrator');
  const secret = 'https://example.org/reset/the-secret';
  await asSystem((tx) => sendMailLater(tx, { to: { person: boss.id }, subject: 'Your link', body: secret }));
  const seen = async () => JSON.stringify(await as(boss, (tx) => outbox(tx).execute()));
  expect(await seen()).toContain('Your link');
  expect(await seen()).not.toContain('the-secret');
  overrideSettings({ TRELLIS_DEMO: '1' });
  expect(await seen()).toContain('the-secret');
  overrideSettings({ TRELLIS_DEMO: '0' });
});

test('dates travel with the mail as invitations to whom it goes, and are forgotten when it has left', async () => {
  refusing = 0;
  const place = await village(database);
  const content = `BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nATTENDEE:mailto:${recipient}\r\nEND:VCALENDAR`;
  await place.asSystem((tx) =>
    sendMailLater(tx, {
      to: { address: 'amina@example.org' },
      subject: 'Dates',
      body: 'Attached.',
      calendars: [
        { method: 'REQUEST', content },
        { method: 'CANCEL', content }
      ]
    })
  );
  await sweep();
  const mail = arrived.at(-1)!;
  expect(mail).toContain('text/calendar; charset=utf-8; method=REQUEST');
  expect(mail).toContain('date-2.ics');
  const parts = [...mail.matchAll(/base64\r\n[^]*?\r\n\r\n([\w+/=\r\n]+)/g)].map(([, part]) =>
    Buffer.from(part!, 'base64').toString()
  );
  expect(mail + parts.join(' ')).toContain('mailto:amina@example.org');
  expect(mail + parts.join(' ')).not.toContain(recipient);
  const [left] = await place.asSystem((tx) =>
    tx
      .selectFrom('outgoing_mails')
      .select('calendars')
      .where('to_address', '=', 'amina@example.org')
      .execute()
  );
  expect(left!.calendars).toBeNull();
});
