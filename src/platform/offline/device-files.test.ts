import { expect, test } from 'vitest';
import { partOf } from './device-files.ts';

const whole = () => new Response('0123456789', { headers: { 'content-type': 'audio/mpeg' } });
const asked = async (range: string | null) => {
  const answer = await partOf(whole(), range);
  return [answer.status, answer.headers.get('content-range'), await answer.text()];
};

test('a player that asks for part of a kept recording is given that part', async () => {
  expect(await asked(null)).toEqual([200, null, '0123456789']);
  expect(await asked('bytes=0-')).toEqual([206, 'bytes 0-9/10', '0123456789']);
  expect(await asked('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
  expect(await asked('bytes=8-99')).toEqual([206, 'bytes 8-9/10', '89']);
  expect(await asked('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789']);
  expect(await asked('bytes=10-')).toEqual([416, 'bytes */10', '']);
  expect(await asked('bytes=1-2,4-5')).toEqual([200, null, '0123456789']);
});
