import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EngineFailure, Fault, ReplyOption } from '../../src/index.js';
import { chat, CHAT_PATH, post } from '../support/post.js';
import { withEmulator } from '../support/with-emulator.js';
import { NATIVE_CHAT, readEvents, refusal, sendChat, streamEvents, typesOf } from './native-requests.js';
import type { EventWire } from './native-wire.js';
import { EVENT_TYPES } from './schemas/chat-events.js';

const MODELS = [{ id: 'plain' }];
const BODY = { model: 'plain', input: 'Hello' };

/** Returns the text of a stream with this fault. */
async function streamed(fault: Fault): Promise<string> {
  await using emulator = await startEmulator({ models: MODELS, faults: [fault] });
  const response = await post(emulator, NATIVE_CHAT, { ...BODY, stream: true });
  expect(response.status).toBe(200);
  return response.text();
}

const FAILURES: [EngineFailure, number, RegExp][] = [
  ['unloaded', 400, /^Model unloaded\.$/],
  ['reloaded', 400, /^Model reloaded\.$/],
  ['crash', 400, /model has crashed.*\(Exit code: \d+\)/],
  [
    'promptOverflow',
    400,
    /{"error":{"code":400,.*"type":"exceed_context_size_error","n_prompt_tokens":8193,"n_ctx":8192/,
  ],
  ['overflow', 400, /^Context size has been exceeded\..*"code":500/],
  ['template', 500, /^Error rendering prompt with jinja template/],
];

describe('an engine failure', () => {
  const emulator = withEmulator({ models: MODELS });

  test.each(FAILURES)(
    '%s before the reply is a %i on every route, streamed or not',
    async (failure, status, message) => {
      const textOf = (error: unknown): unknown => (typeof error === 'string' ? error : (error as Error).message);
      const paths: [string, object][] = [
        [NATIVE_CHAT, BODY],
        [NATIVE_CHAT, { ...BODY, stream: true }],
        [CHAT_PATH, { ...chat('Hi'), model: 'plain', stream: true }],
        ['/v1/completions', { model: 'plain', prompt: 'Hi' }],
      ];
      emulator().setFaults([{ kind: 'engine', failure, times: paths.length }]);
      for (const [path, body] of paths) {
        // A request that does not generate does not use up the fault.
        await fetch(`${emulator().url}/api/v1/models`);
        expect(textOf(await refusal(emulator(), path, body, status))).toMatch(message);
      }
      expect(emulator().pendingFaults).toBe(0);
    },
  );

  test.each(FAILURES)(
    '%s (%i) midway is an error event, and chat.end has the partial output',
    async (failure, _status, message) => {
      const events = readEvents(await streamed({ kind: 'engine', failure, afterTokens: 3 }));
      expect(typesOf(events).slice(-4)).toEqual(['message.start', 'message.delta', 'error', 'chat.end']);
      const [error, end] = events.slice(-2);
      expect(error?.error).toEqual({ type: 'internal_error', message: expect.stringMatching(message) });
      expect(end?.result).toMatchObject({
        output: [{ type: 'message', content: 'This is the' }],
        stats: { total_output_tokens: 3 },
      });
      expect(end?.result).not.toHaveProperty('response_id');
    },
  );

  test('can occur before the first token of a stream, and turns a reply without a stream into an error', async () => {
    const events = readEvents(await streamed({ kind: 'engine', failure: 'crash', afterTokens: 0 }));
    expect(typesOf(events).slice(-3)).toEqual(['prompt_processing.end', 'error', 'chat.end']);
    emulator().setFaults([{ kind: 'engine', failure: 'crash', afterTokens: 2 }]);
    expect(await refusal(emulator(), NATIVE_CHAT, BODY)).toMatch(/has crashed/);
    await sendChat(emulator(), BODY);
  });

  test.each([CHAT_PATH, '/v1/completions'])('ends a stream of %s without a finish reason and [DONE]', async (path) => {
    emulator().setFaults([{ kind: 'engine', failure: 'overflow', afterTokens: 2 }]);
    const response = await post(emulator(), path, { ...chat('Hi'), prompt: 'Hi', model: 'plain', stream: true });
    const text = await response.text();
    expect(text).toMatch(/data: {"error":{"message":"(Context size.*)"},"message":"\1"}\n\n$/);
    expect(text).not.toMatch(/\[DONE]|"finish_reason":"/);
  });
});

test('all 19 documented event types can be produced', async () => {
  const types = new Set<string>();
  const reply: ReplyOption = ({ messages }) => {
    if (messages.at(-1)?.role === 'tool') return { reasoning: 'So', text: 'Done' };
    return { toolCalls: ['get', 'unknown'].map((name) => ({ name, arguments: {} })) };
  };
  await using emulator = await startEmulator({
    models: [...MODELS, { id: 'thinking', reasoning: true }],
    plugins: { tools: [{ name: 'get', parameters: { type: 'object' } }] },
    faults: [{ kind: 'engine', failure: 'crash', afterTokens: 3 }],
    reply,
  });
  const body = { model: 'thinking', input: 'Hi', integrations: ['tools'] };
  for (let round = 0; round < 2; round += 1) {
    for (const { type } of await streamEvents(emulator, body)) types.add(type);
  }
  expect([types.size, [...types].toSorted()]).toEqual([19, [...EVENT_TYPES].toSorted()]);
});

describe('a native stream', () => {
  test('can lack an event', async () => {
    expect(typesOf(readEvents(await streamed({ kind: 'dropEvent', event: 'chat.end' }))).at(-1)).toBe('message.end');
  });

  test('can have an event twice', async () => {
    const events = readEvents(await streamed({ kind: 'repeatEvent', event: 'prompt_processing.end' }));
    expect(events.filter(({ type }) => type === 'prompt_processing.end')).toHaveLength(2);
  });

  test('can have events with empty payloads', async () => {
    const text = await streamed({ kind: 'emptyPayload' });
    const empty = [...text.matchAll(/event: (\S+)\ndata: {}\n/g)].map(([, type]) => type);
    expect(empty).toEqual(['prompt_processing.end', 'message.start', 'message.end']);
    expect(await streamed({ kind: 'emptyPayload', events: ['chat.start'] })).toMatch(
      /^event: chat\.start\ndata: {}\n\n/,
    );
  });

  test('can have an unknown event, a comment or a stray [DONE]', async () => {
    const unknown = (await streamed({ kind: 'insert' })).split('\n\n')[1];
    const type = /^event: (\S+)\ndata: {"type":"\1"/.exec(unknown ?? '')?.[1];
    expect(EVENT_TYPES).not.toContain(type);
    expect(await streamed({ kind: 'insert', text: ': ping\n\n', afterEvents: 0 })).toMatch(
      /^: ping\n\nevent: chat\.start/,
    );
    expect(await streamed({ kind: 'insert', text: 'data: [DONE]\n\n' })).toContain('data: [DONE]\n\nevent: ');
  });

  test('can have a native error event and then end or continue', async () => {
    const error: EventWire = { type: 'error', error: { type: 'internal_error', message: 'boom' } };
    const fault: Fault = { kind: 'errorEvent', shape: 'typed-event', message: 'boom', afterEvents: 2 };
    const events = readEvents(await streamed(fault));
    expect(events.slice(1)).toEqual([{ type: 'prompt_processing.start' }, error]);
    const whole = readEvents(await streamed({ ...fault, continues: true }));
    expect([whole[2], whole.at(-1)?.type]).toEqual([error, 'chat.end']);
  });

  test('can be truncated', async () => {
    expect(readEvents(await streamed({ kind: 'truncate', afterEvents: 4 }))).toHaveLength(4);
  });
});
