import { chunk, CHUNKED_EVENTS, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { hear, open } from './support/client.ts';
import type { Dialect } from './support/dialects.ts';
import { startServer } from './support/start-server.ts';
import { SUBJECTS } from './support/subjects.ts';

/** Bytes that keep a stream of an OpenAI-compatible server alive, but are not part of the response. */
const HEARTBEATS = [
  ': heartbeat\n\n',
  'event: ping\ndata: {}\n\n',
  'data: {}\n\n',
  'data:\n\n',
  'data: {"id":"c","choices":[]}\n\n',
  'data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":null}]}\n\n',
  'data: {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop"}]}\n\n',
];

function completeBytes({ piece, last }: Dialect): string {
  return piece('Hel') + piece('lo') + last('Hello');
}

describe.each(SUBJECTS)('$title: a complete stream', (subject) => {
  const { route } = subject;
  const bytes = completeBytes(subject);
  const hasMarker = route === 'openai';

  test('that stays open without an end marker is complete', async () => {
    await using server = await startServer(({ write }) => write(CHUNKED_EVENTS + chunk(bytes)));
    const { stream, clock } = open(subject, server.url);
    const heard = hear(stream());
    if (hasMarker) {
      await clock.waitForTimer(500);
      clock.advance(500);
    }
    expect(await heard).toMatchObject({ text: 'Hello', error: undefined });
    clock.advance(200);
    await (
      await server.received()
    ).closed;
  });

  test('that stays open is complete when "total" expires', async () => {
    await using server = await startServer(({ write }) => write(CHUNKED_EVENTS + chunk(bytes)));
    const { stream, clock } = open(subject, server.url);
    const heard = hear(stream({ timeouts: { total: 300 } }));
    if (hasMarker) {
      await clock.waitForTimer(500);
      clock.advance(300);
    }
    expect(await heard).toMatchObject({ text: 'Hello', error: undefined });
  });
});

describe.each(SUBJECTS.filter(({ route }) => route === 'openai'))('$title: a complete stream', (subject) => {
  const bytes = completeBytes(subject);

  test.each(HEARTBEATS)('is complete after 500 ms whether or not %j follows', async (heartbeat) => {
    await using server = await startServer(({ write }) => write(CHUNKED_EVENTS + chunk(bytes)));
    const { stream, clock, bytes: read } = open(subject, server.url);
    const heard = hear(stream());
    await clock.waitForTimer(500);
    const { write } = await server.received();
    for (let times = 0; times < 2; times += 1) {
      clock.advance(200);
      const arrived = read(Buffer.byteLength(heartbeat));
      write(chunk(heartbeat));
      await arrived;
      await settled();
    }
    clock.advance(99);
    let isOver = false;
    void heard.then(() => (isOver = true));
    await settled();
    expect(isOver).toBe(false);
    clock.advance(1);
    expect(await heard).toMatchObject({ text: 'Hello', error: undefined });
  });
});
