import { readStreamEvents, toResponse, type ToResponseOptions } from '@lmux/core/web';
import {
  chunk,
  CHUNKED_EVENTS,
  collect,
  freePort,
  HttpServer,
  LAST_CHUNK,
  rawResponse,
  sendResponse,
  untilStill,
} from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { open, rejection } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { PROVIDERS, TRANSPORTS, type Subject } from './support/subjects.ts';

/** Starts a server of an application that returns the stream of each chat as a response. */
async function startApplication(subject: Subject, modelUrl: string, options: ToResponseOptions = {}) {
  const { stream, clock } = open(subject, modelUrl, { retry: { maxRetries: 0 } });
  const application = await HttpServer.listen((target) => {
    const stop = new AbortController();
    target.once('close', () => stop.abort());
    void toResponse(stream({ signal: stop.signal }), { clock, ...options }).then((response) =>
      sendResponse(response, target),
    );
  });
  return { application, clock };
}

describe.each(PROVIDERS)('$title: a response of an application', (subject) => {
  const { piece, end } = subject;
  const whole = CHUNKED_EVENTS + chunk(piece('Grüße ')) + chunk(piece('🌍') + end('Grüße 🌍')) + LAST_CHUNK;

  test.each(['events', 'ndjson'] as const)('contains all events in the format %s', async (format) => {
    await using model = await startServer(({ write }) => write(whole));
    const started = await startApplication(subject, model.url, { format });
    await using application = started.application;
    const response = await fetch(application.url);
    expect(response.status).toBe(200);
    const events = await collect(readStreamEvents(response));
    expect(events.at(0)).toMatchObject({ type: 'start', route: subject.route });
    expect(events.at(-1)).toMatchObject({ type: 'finish', response: { text: 'Grüße 🌍' } });
  });

  test('contains the text in the format text', async () => {
    await using model = await startServer(({ write }) => write(whole));
    const started = await startApplication(subject, model.url, { format: 'text' });
    await using application = started.application;
    expect(await (await fetch(application.url)).text()).toBe('Grüße 🌍');
  });

  test('has the status of an error that occurs first', async () => {
    const busy = rawResponse('{"error":{"message":"Slow down."}}', 429, { 'retry-after': '3' });
    await using model = await startServer(({ write }) => write(busy));
    const started = await startApplication(subject, model.url);
    await using application = started.application;
    const response = await fetch(application.url);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('3');
    const error = await rejection(readStreamEvents(response).next());
    expect(error).toMatchObject({ code: 'rate_limited', retryable: true, retryAfterMs: 3000 });
    expect(error.message).not.toContain(model.url);
  });
});

describe.each(TRANSPORTS)('$title: a response of an application', (subject) => {
  const begin = CHUNKED_EVENTS + chunk(subject.piece('Hello'));

  test('is 502 if nothing listens', async () => {
    const started = await startApplication(subject, `http://127.0.0.1:${await freePort()}`);
    await using application = started.application;
    const response = await fetch(application.url);
    expect([response.status, await response.json()]).toMatchObject([502, { error: { code: 'connection_failed' } }]);
  });

  test('stops the model when the reader leaves', async () => {
    await using model = await startServer(({ write }) => write(begin));
    const started = await startApplication(subject, model.url);
    await using application = started.application;
    for await (const event of readStreamEvents(fetch(application.url))) if (event.type === 'text-delta') break;
    const { closed } = await model.received();
    await expect(closed).resolves.toBeUndefined();
  });

  test('stops the model when the client leaves before the first output', async () => {
    await using model = await startServer(() => {});
    const started = await startApplication(subject, model.url);
    await using application = started.application;
    const stop = new AbortController();
    const failed = rejection(readStreamEvents(fetch(application.url, { signal: stop.signal })).next());
    const { closed } = await model.received();
    stop.abort();
    expect(await failed).toMatchObject({ code: 'aborted' });
    await closed;
  });

  test('begins while the model loads, and a later failure is an event', async () => {
    await using model = await startServer(() => {});
    const { application: server, clock } = await startApplication(subject, model.url);
    await using application = server;
    const pending = fetch(application.url);
    const { socket } = await model.received();
    await clock.waitForTimer(10_000);
    clock.advance(10_000);
    const response = await pending;
    expect(response.status).toBe(200);
    socket.destroy();
    expect(await rejection(readStreamEvents(response).next())).toMatchObject({ code: 'connection_failed' });
  });

  test.each(['events', 'ndjson'] as const)(
    'in the format %s contains the error of a model that fails',
    async (format) => {
      await using model = await startServer(({ write }) => write(begin));
      const started = await startApplication(subject, model.url, { format });
      await using application = started.application;
      const response = await fetch(application.url);
      expect(response.status).toBe(200);
      const reading = collect(readStreamEvents(response));
      (await model.received()).socket.destroy();
      expect(await rejection(reading)).toMatchObject({ code: 'connection_failed', partial: { text: 'Hello' } });
    },
  );

  test('in the format text is aborted if the model fails', async () => {
    await using model = await startServer(({ write }) => write(begin));
    const started = await startApplication(subject, model.url, { format: 'text' });
    await using application = started.application;
    const response = await fetch(application.url);
    const text = response.text();
    (await model.received()).socket.destroy();
    await expect(text).rejects.toThrow('terminated');
  });

  test('stops reading from the model while its reader is slow', async () => {
    const piece = chunk(subject.piece('x'.repeat(10_000)));
    await using model = await startServer(({ write, socket }) => {
      write(CHUNKED_EVENTS);
      const fill = (): void => {
        while (socket.writable && socket.write(piece));
      };
      socket.on('drain', fill);
      fill();
    });
    const { stream } = open(subject, model.url);
    const response = await toResponse(stream(), { format: 'text' });
    const { socket } = await model.received();
    const sent = await untilStill(() => socket.bytesWritten);
    expect(sent).toBeLessThan(20_000_000);
    const reader = response.body?.getReader();
    let read = 0;
    while (read < sent) read += (await reader?.read())?.value?.length ?? Number.NaN;
    await reader?.cancel();
    await (
      await model.received()
    ).closed;
  });
});
