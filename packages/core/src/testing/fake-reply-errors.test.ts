import { describe, expect, test } from 'vitest';
import { createClient } from '../client/create-client.js';
import type { StreamEvent } from '../contract/stream-event.js';
import { LmError } from '../errors/lm-error.js';
import { fakeProvider, type FakeProviderOptions } from './fake-provider.js';
import type { FakeReply } from './fake-reply.js';

const config = { provider: 'fake', model: 'fake-model' } as const;
const hello = { messages: [{ role: 'user', content: 'Hello there' }] } as const;

function open(options: FakeProviderOptions) {
  const fake = fakeProvider({ ...options, id: 'fake' });
  return { fake, client: createClient({ plugins: [fake], config }) };
}

/** Returns the error with which a call fails. */
const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.fail('The call did not fail.'),
    (error: unknown) => error,
  );

describe('an error', () => {
  const busy = (): LmError => new LmError('rate_limited', 'Too many requests.', { retryable: true });

  test.each<[string, () => FakeReply]>([
    ['as a reply', () => busy()],
    ['in a reply', () => ({ error: busy() })],
    ['of a function', () => () => Promise.reject(busy())],
  ])('%s fails the call before the response starts', async (_name, reply) => {
    const { client } = open({ replies: [reply(), reply(), reply()] });
    const events: StreamEvent[] = [];
    const calls = [
      client.chat(hello),
      client.complete({ prompt: 'p' }),
      (async () => {
        for await (const event of client.chatStream(hello)) events.push(event);
      })(),
    ];
    for (const call of calls) {
      const error = await failureOf(call);
      expect(error).toMatchObject({ code: 'rate_limited', provider: 'fake', retryable: true });
      expect(error).not.toHaveProperty('partial');
    }
    expect(events).toEqual([]);
  });

  test('after other parts fails a stream midway', async () => {
    const lost = (): FakeReply => ({ reasoning: 'Hm.', text: 'Hel', error: new LmError('connection_failed', 'Lost.') });
    const { client } = open({ replies: [lost(), lost(), { text: 'Hel', error: new Error('boom') }] });
    const events: string[] = [];
    const stream = client.chatStream(hello);
    await expect(
      (async () => {
        for await (const event of stream) events.push(event.type);
      })(),
    ).rejects.toMatchObject({ code: 'connection_failed', partial: { text: 'Hel', reasoning: 'Hm.' } });
    expect(events).toEqual([
      'start',
      'reasoning-start',
      'reasoning-delta',
      'reasoning-end',
      'text-start',
      'text-delta',
    ]);
    const whole = await failureOf(client.chat(hello));
    expect(whole).toMatchObject({ code: 'connection_failed' });
    expect(whole).not.toHaveProperty('partial');
    await expect(client.completeStream({ prompt: 'p' }).response()).rejects.toMatchObject({
      code: 'unexpected_response',
      cause: new Error('boom'),
      partial: { text: 'Hel' },
    });
  });
});

test.each<[unknown, string]>([
  [[], 'an array'],
  [['Hi'], 'an array'],
  [undefined, 'undefined'],
  [null, 'null'],
  [5, 'a number'],
])('a reply that is %j fails the call', async (reply, shown) => {
  const { client } = open({ replies: [reply as FakeReply, (() => reply) as FakeReply] });
  for (const call of [client.chat(hello), client.chatStream(hello).response()]) {
    expect(await failureOf(call)).toMatchObject({
      code: 'unexpected_response',
      message: expect.stringContaining(`or a function that returns one of them; received ${shown}.`),
    });
  }
});

describe('a signal', () => {
  test.each(['chat', 'chatStream'] as const)('ends a %s that waits for a reply', async (method) => {
    const { client } = open({ replies: [() => new Promise(() => {})] });
    const controller = new AbortController();
    const options = { signal: controller.signal };
    const call = method === 'chat' ? client.chat(hello, options) : client.chatStream(hello, options).response();
    controller.abort(new Error('enough'));
    await expect(call).rejects.toMatchObject({ code: 'aborted', cause: new Error('enough') });
  });

  test('ends a stream midway, with the partial response', async () => {
    const { client } = open({ replies: ['one two three'] });
    const controller = new AbortController();
    const stream = client.chatStream(hello, { signal: controller.signal });
    const failed = new Promise((resolve) => {
      stream.subscribe({
        next: (event) => event.type === 'text-delta' && event.text === ' two' && controller.abort(),
        error: resolve,
        complete: () => resolve('complete'),
      });
    });
    expect(await failed).toMatchObject({ code: 'aborted', partial: { text: 'one two' } });
  });
});
