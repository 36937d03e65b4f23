import { rawHead, type Play } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { open, rejection } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { PROVIDERS } from './support/subjects.ts';

const HEAD = rawHead(401, { 'content-type': 'application/json', 'content-length': '9999' });
const WORDS = '{"error":{"message":"Wrong key"}}';

/** The time for which the rest of an error body is awaited. */
const LIMIT_MS = 5000;

/** Error responses that do not end. */
const STALLED: readonly [what: string, play: Play][] = [
  ['stalls after its headers', ({ write }) => write(HEAD)],
  ['stalls in the middle', ({ write }) => write(HEAD + WORDS)],
];

describe.each(PROVIDERS)('$title: an error body', (subject) => {
  test.each(STALLED)('that %s keeps the status', async (_, play) => {
    await using server = await startServer(play);
    const { chat, stream, clock, bytes } = open(subject, server.url);
    for (const call of [() => chat(), () => stream().response()]) {
      const read = play === STALLED[1]?.[1] ? bytes(WORDS.length) : undefined;
      const failed = rejection(call());
      await clock.waitForTimer(LIMIT_MS);
      await read;
      clock.advance(LIMIT_MS);
      expect(await failed).toMatchObject({ code: 'authentication', status: 401, attempts: 1 });
      expect(clock.timers).toBe(0);
    }
    await server.socketsClosed();
  });

  test('that never ends keeps the status and what has arrived of the words', async () => {
    await using server = await startServer(({ write }) => write(HEAD + WORDS.slice(0, 30)));
    const { chat, clock, bytes } = open(subject, server.url);
    const read = bytes(30);
    const failed = rejection(chat());
    const { write } = await server.received();
    await clock.waitForTimer(LIMIT_MS);
    await read;
    for (let times = 0; times < 5; times += 1) {
      const more = bytes(1);
      write(' ');
      await more;
      clock.advance(LIMIT_MS / 5);
    }
    const error = await failed;
    expect(error).toMatchObject({ code: 'authentication', status: 401 });
    expect(error.message).toContain('Wrong key');
  });

  test('is awaited no longer than the timeout idle, and ends with an abort', async () => {
    await using server = await startServer(({ write }) => write(HEAD));
    const { chat, clock } = open(subject, server.url, { timeouts: { idle: 700 } });
    const failed = rejection(chat());
    await clock.waitForTimer(700);
    clock.advance(700);
    expect(await failed).toMatchObject({ status: 401 });
    const abort = new AbortController();
    const aborted = rejection(chat({ signal: abort.signal }));
    await clock.waitForTimer(700);
    abort.abort();
    expect(await aborted).toMatchObject({ code: 'aborted' });
    expect(clock.timers).toBe(0);
  });
});
