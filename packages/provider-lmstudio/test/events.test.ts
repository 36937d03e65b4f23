import { describe, expect, test } from 'vitest';
import type { NativeChatEvent } from '../src/index.js';
import { event } from './support/script-server.js';
import { contractEvents, END, ERROR, RESULT, wireEvents } from './support/native-events.js';

const ID = { model_instance_id: 'qwen/qwen3-4b' };

const TOOL = { tool: 'web_search', provider_info: { type: 'plugin', plugin_id: 'mcp/search' } };

const CALLED = { ...TOOL, arguments: { query: 'rain' } };

const CALL = {
  id: expect.any(String) as string,
  name: 'web_search',
  arguments: '{"query":"rain"}',
  input: { query: 'rain' },
};
const UNKNOWN = { id: expect.any(String) as string, name: 'websearch', arguments: '', input: {} };

const FAILED = { reason: 'Cannot find tool', metadata: { type: 'invalid_name', tool_name: 'websearch' } };

/** Each event with its payload and the contract's events for it. `start` precedes all of them. */
const EVENTS: readonly (readonly [NativeChatEvent['type'], payload: object, made: readonly object[]])[] = [
  ['chat.start', ID, []],
  ['model_load.start', ID, [{ type: 'model-load-start' }]],
  ['model_load.progress', { ...ID, progress: 0.5 }, [{ type: 'model-load-progress', fraction: 0.5 }]],
  ['model_load.end', { ...ID, load_time_seconds: 2.5 }, [{ type: 'model-load-end', seconds: 2.5 }]],
  ['prompt_processing.start', {}, [{ type: 'prompt-start' }]],
  ['prompt_processing.progress', { progress: 0.25 }, [{ type: 'prompt-progress', fraction: 0.25 }]],
  ['prompt_processing.end', {}, [{ type: 'prompt-end' }]],
  ['reasoning.start', {}, []],
  ['reasoning.delta', { content: 'Hm' }, [{ type: 'reasoning-start' }, { type: 'reasoning-delta', text: 'Hm' }]],
  ['reasoning.end', {}, [{ type: 'reasoning-end' }]],
  ['tool_call.start', TOOL, [{ type: 'tool-result-start', id: expect.any(String), name: 'web_search' }]],
  ['tool_call.name', { tool_name: 'web_search' }, []],
  ['tool_call.arguments', CALLED, [{ type: 'tool-result-input', toolCall: CALL }]],
  [
    'tool_call.success',
    { ...CALLED, output: '[{"type":"text","text":"wet"}]' },
    [{ type: 'tool-result', toolCall: CALL, output: '[{"type":"text","text":"wet"}]' }],
  ],
  [
    'tool_call.failure',
    FAILED,
    [
      { type: 'tool-result-start', id: expect.any(String), name: 'websearch' },
      { type: 'tool-result-input', toolCall: UNKNOWN },
      { type: 'tool-result', toolCall: UNKNOWN, failure: 'Cannot find tool' },
    ],
  ],
  ['message.start', {}, []],
  ['message.delta', { content: 'Hi there' }, [{ type: 'text-start' }, { type: 'text-delta', text: 'Hi there' }]],
  ['message.end', {}, [{ type: 'text-end' }]],
];

const BYTES = EVENTS.map(([type, payload]) => event(type, { type, ...payload })).join('');

describe('the 20 events', () => {
  test('are returned unchanged by the wire client', async () => {
    const { values, error } = await wireEvents(BYTES + ERROR + END);
    const plain = EVENTS.map(([type, payload]) => ({ type, ...payload }));
    expect(values).toEqual([
      ...plain,
      { type: 'error', error: { type: 'unknown', message: 'The model has crashed.' } },
      { type: 'chat.end', result: RESULT },
    ]);
    expect(new Set(values.map(({ type }) => type)).size).toBe(20);
    expect(error).toMatchObject({ name: 'ApiError', code: 'model_crashed', status: 200 });
  });

  test.each(EVENTS)('%s is decoded to the contract’s events', async (type, payload, made) => {
    const before = EVENTS.slice(
      0,
      EVENTS.findIndex((row) => row[0] === type),
    );
    const bytes = before.map(([name, body]) => event(name, { type: name, ...body })).join('');
    const { values, error } = await contractEvents(bytes + event(type, { type, ...payload }) + END);
    expect(error).toBeUndefined();
    const expected = [...before.flatMap((row) => row[2]), ...made];
    expect(values.slice(1, 1 + expected.length)).toEqual(expected);
    expect(values[0]).toEqual({ type: 'start', model: 'qwen/qwen3-4b', route: 'native' });
    expect(values.at(-1)).toMatchObject({ type: 'finish' });
  });

  test('become one stream and one response with all their data', async () => {
    const { values, error } = await contractEvents(BYTES + END);
    expect(error).toBeUndefined();
    expect(values.slice(1, -1)).toEqual(EVENTS.flatMap(([, , made]) => made));
    expect(values.at(-1)).toEqual({
      type: 'finish',
      response: {
        model: 'qwen/qwen3-4b',
        route: 'native',
        text: 'Hi there',
        message: { role: 'assistant', content: 'Hi there', reasoning: 'Hm' },
        reasoning: 'Hm',
        toolCalls: [],
        toolResults: [
          expect.objectContaining({ output: expect.any(String) }),
          expect.objectContaining({ failure: 'Cannot find tool' }),
        ],
        finishReason: { unified: 'unknown', raw: undefined },
        usage: { inputTokens: 12, outputTokens: 7, reasoningTokens: 0 },
        timing: { modelLoadSeconds: 2.5, timeToFirstTokenSeconds: 0.781, tokensPerSecond: 43.73 },
        responseId: RESULT['response_id'],
        warnings: [],
        raw: RESULT,
      },
    });
  });
});

describe('data after chat.end', () => {
  test.each([
    ['an error', 'data: {"error":"late"}\n\n'],
    ['broken JSON', 'data: {]\n\n'],
    ['an unknown field', 'error: late\n\n'],
  ])('is ignored: %s', async (_name, bytes) => {
    const { values, error } = await contractEvents(event('message.delta', { content: 'Hi' }) + END + bytes);
    expect(error).toBeUndefined();
    expect(values.at(-1)).toMatchObject({ type: 'finish', response: { text: 'Hi' } });
  });
});
