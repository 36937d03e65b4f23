import type { ChatStream } from '@lmux/core';
import { createClient, LmError } from '@lmux/core';
import { fakeProvider } from '@lmux/core/testing';
import { toErrorResponse, toResponse } from '@lmux/core/web';
import { closeAfterTest, settled } from '@lmux/test-support';
import { firstValueFrom, lastValueFrom, take, toArray } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { textDeltas } from './operators/select-from-events.js';
import { fromResponse } from './from-response.js';

const messages = [{ role: 'user', content: 'one two three' }] as const;

function chat(): ChatStream {
  const config = { provider: 'fake', model: 'fake-model' } as const;
  return closeAfterTest(createClient({ plugins: [fakeProvider()], config })).chatStream({ messages });
}

/** A response whose body waits after its first event. */
function waiting() {
  const seen = { canceled: 0 };
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('data: {"type":"text-start"}\n\n')),
    cancel: () => void (seen.canceled += 1),
  });
  return { seen, response: new Response(body, { headers: { 'content-type': 'text/event-stream' } }) };
}

describe('fromResponse', () => {
  test('emits the events and completes', async () => {
    const text = await lastValueFrom(fromResponse(() => toResponse(chat())).pipe(textDeltas(), toArray()));
    expect(text.join('')).toBe('one two three');
  });

  test('makes a request for each subscription', async () => {
    let requests = 0;
    const events$ = fromResponse(() => {
      requests += 1;
      return toResponse(chat());
    });
    expect(requests).toBe(0);
    await lastValueFrom(events$);
    expect(await lastValueFrom(events$)).toMatchObject({ type: 'finish' });
    expect(requests).toBe(2);
  });

  test('emits the error of the server with its code', async () => {
    const failed = fromResponse(() => Promise.resolve(toErrorResponse(new LmError('overloaded', 'Busy.'))));
    await expect(lastValueFrom(failed)).rejects.toMatchObject({ code: 'overloaded', status: 503 });
  });

  test('emits the error of a request that fails or throws', async () => {
    const refused = fromResponse(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(lastValueFrom(refused)).rejects.toMatchObject({ code: 'connection_failed' });
    const thrown = new RangeError('wrong');
    const throwing = fromResponse(() => {
      throw thrown;
    });
    await expect(lastValueFrom(throwing)).rejects.toBe(thrown);
  });

  test('cancels the body when the subscriber leaves while it waits', async () => {
    const { response, seen } = waiting();
    const subscription = fromResponse(response).subscribe();
    await settled();
    subscription.unsubscribe();
    await settled();
    expect(seen.canceled).toBe(1);
  });

  test('cancels the body when the subscriber leaves with an event', async () => {
    const { response, seen } = waiting();
    expect(await firstValueFrom(fromResponse(response).pipe(take(1)))).toEqual({ type: 'text-start' });
    await settled();
    expect(seen.canceled).toBe(1);
  });

  test('aborts a request that has no response yet', () => {
    let aborted = false;
    const open = (signal: AbortSignal): Promise<Response> => {
      signal.addEventListener('abort', () => (aborted = true));
      return new Promise(() => {});
    };
    fromResponse(open).subscribe().unsubscribe();
    expect(aborted).toBe(true);
  });

  test('a response is read once', async () => {
    const events$ = fromResponse(await toResponse(chat()));
    await lastValueFrom(events$);
    await expect(lastValueFrom(events$)).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
