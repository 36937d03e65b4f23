import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { ReplyRequest } from '../../src/index.js';
import { manualClock } from '../support/manual-clock.js';
import { post } from '../support/post.js';
import { withEmulator } from '../support/with-emulator.js';
import { listModels, LOAD, NATIVE_CHAT, refusal, sendChat, streamEvents } from './native-requests.js';

const emulator = withEmulator({
  models: [
    { id: 'plain' },
    { id: 'thinking', reasoning: true, loaded: true },
    { id: 'seeing', vision: true },
    { id: 'strict', strictTemplate: true },
    { id: 'sleeping' },
  ],
});

const PIXEL = 'data:image/png;base64,AA==';

const replyText = async (body: object): Promise<string | undefined> =>
  (await sendChat(emulator(), { model: 'thinking', reasoning: 'off', ...body })).output[0]?.content;

describe('the reply to a native chat', () => {
  test('has the text, the token counts and an id', async () => {
    const reply = await sendChat(emulator(), { model: 'plain', input: 'Hello', system_prompt: 'Be short' });
    expect(reply.output).toEqual([{ type: 'message', content: 'This is the lmux emulator. You said: "Hello"' }]);
    expect(reply.stats).toMatchObject({ input_tokens: 11, total_output_tokens: 12, reasoning_output_tokens: 0 });
    expect(reply.response_id).toMatch(/^resp_\w{24}$/);
    // This request has loaded the model.
    expect(reply.stats).toHaveProperty('model_load_time_seconds');
    const second = await sendChat(emulator(), { model: 'plain', input: 'Hello' });
    expect(second.stats).not.toHaveProperty('model_load_time_seconds');
  });

  test('starts with reasoning, unless that is off', async () => {
    const reply = await sendChat(emulator(), { model: 'thinking', input: 'Hello' });
    expect(reply.output.map(({ type }) => type)).toEqual(['reasoning', 'message']);
    expect(reply.stats.reasoning_output_tokens).toBeGreaterThan(10);
    const off = await sendChat(emulator(), { model: 'thinking', input: 'Hello', reasoning: 'off' });
    expect([off.output.map(({ type }) => type), off.stats.reasoning_output_tokens]).toEqual([['message'], 0]);
  });

  test('treats several input items as one message', async () => {
    expect(
      await replyText({
        input: [
          { type: 'text', content: 'one' },
          { type: 'text', content: 'two' },
        ],
      }),
    ).toContain('"one\ntwo"');
    const image = { type: 'image', data_url: PIXEL };
    const seen = await sendChat(emulator(), { model: 'seeing', input: [image, { type: 'text', content: 'What?' }] });
    expect(seen.stats.input_tokens).toBeGreaterThan(256);
  });

  test('ends at max_output_tokens without reporting a finish reason', async () => {
    const reply = await sendChat(emulator(), { model: 'plain', input: 'Hello', max_output_tokens: 3 });
    expect(reply.output).toEqual([{ type: 'message', content: 'This is the' }]);
    expect([reply.stats.total_output_tokens, JSON.stringify(reply)]).toEqual([3, expect.not.stringMatching('reason"')]);
  });

  test('accepts all documented settings', async () => {
    const settings = { temperature: 0, top_p: 1, min_p: 0.5, top_k: 40, repeat_penalty: 1.1, context_length: 100 };
    expect(await replyText({ input: 'Hi', ...settings, stream: false, integrations: [] })).toContain('Hi');
  });

  test('can come from a reply function, which receives a stored chat', async () => {
    const seen: ReplyRequest[] = [];
    await using own = await startEmulator({
      reply: (request) => {
        seen.push(request);
        return { text: 'own', reasoning: 'not for this model' };
      },
    });
    const [{ id: model } = { id: '' }] = own.models;
    const reply = await sendChat(own, { model, input: 'Hi', temperature: 0.5 });
    expect(reply.output).toEqual([{ type: 'message', content: 'own' }]);
    expect(seen[0]).toMatchObject({ endpoint: 'stored-chat', model, body: { input: 'Hi', temperature: 0.5 } });
  });
});

describe('context_length', () => {
  test('applies only if the request loads the model', async () => {
    const lengths = async (): Promise<unknown> =>
      (await listModels(emulator()))['sleeping']?.loaded_instances[0]?.config;
    await sendChat(emulator(), { model: 'sleeping', input: 'Hi', context_length: 64 });
    expect(await lengths()).toMatchObject({ context_length: 64 });
    await sendChat(emulator(), { model: 'sleeping', input: 'Hi', context_length: 4096 });
    expect(await lengths()).toMatchObject({ context_length: 64 });
    expect(await refusal(emulator(), NATIVE_CHAT, { model: 'sleeping', input: 'word '.repeat(70) })).toMatch(
      /exceed_context_size_error.*"n_prompt_tokens":7\d,"n_ctx":64/,
    );
  });

  test('limits the reply', async () => {
    await post(emulator(), LOAD, { model: 'sleeping', context_length: 20 });
    const { stats } = await sendChat(emulator(), { model: 'sleeping', input: 'a b c d e f g h i j' });
    expect(stats.input_tokens + stats.total_output_tokens).toBe(20);
  });
});

describe('a stored chat', () => {
  const follow = (id: string | undefined, input: string): object => ({ input, previous_response_id: id });

  test('can be continued and branched from any reply', async () => {
    const send = (body: object) => sendChat(emulator(), { model: 'plain', ...body });
    const first = await send({ input: 'A' });
    const second = await send(follow(first.response_id, 'B'));
    expect(second.output[0]?.content).toContain('You said: "B" (I remember 1 turn before that, the last was "A".)');
    const third = await send(follow(second.response_id, 'C'));
    expect(third.output[0]?.content).toContain('(I remember 2 turns before that, the last was "B".)');
    const branch = await send(follow(first.response_id, 'D'));
    expect(branch.output[0]?.content).toContain('(I remember 1 turn before that, the last was "A".)');
    expect(third.stats.input_tokens).toBeGreaterThan(second.stats.input_tokens);
  });

  test('is also created by a stream', async () => {
    const events = await streamEvents(emulator(), { model: 'thinking', input: 'A' });
    expect(await replyText(follow(events.at(-1)?.result?.response_id, 'B'))).toContain('1 turn before');
  });

  test('is not created with store: false', async () => {
    expect(await sendChat(emulator(), { model: 'plain', input: 'A', store: false })).not.toHaveProperty('response_id');
  });

  test('is not found for an unknown id or after 30 days', async () => {
    const unknown = expect.objectContaining({
      type: 'invalid_request',
      code: 'invalid_value',
      param: 'previous_response_id',
    });
    const body = { model: 'plain', ...follow('resp_none', 'B') };
    expect(await refusal(emulator(), NATIVE_CHAT, body)).toEqual(unknown);
    const { nowMs, advance } = manualClock();
    await using timed = await startEmulator({ models: [{ id: 'plain' }], nowMs });
    const { response_id } = await sendChat(timed, { model: 'plain', input: 'A' });
    advance(30 * 24 * 3_600_000 - 1);
    await sendChat(timed, { model: 'plain', ...follow(response_id, 'B') });
    advance(1);
    expect(await refusal(timed, NATIVE_CHAT, { model: 'plain', ...follow(response_id, 'C') })).toEqual(unknown);
  });

  test('gets a second system message when continued, which a strict template refuses', async () => {
    const continued = async (model: string): Promise<object> => {
      const { response_id } = await sendChat(emulator(), { model, input: 'A', system_prompt: 'Be short' });
      return { model, ...follow(response_id, 'B'), system_prompt: 'Be short' };
    };
    await sendChat(emulator(), await continued('plain'));
    expect(await refusal(emulator(), NATIVE_CHAT, await continued('strict'), 500)).toMatchObject({
      message: 'Error rendering prompt with jinja template: "System message must be at the beginning."',
    });
  });
});
