import type { StreamEvent } from '@lmux/core/provider/streams';
import { describe, expect, test } from 'vitest';
import { callChunk, chunk, stop } from './chunks.js';
import { chatOf } from './decode-stream.js';
import { ARGUMENT_ROWS } from './tool-argument-rows.js';
import { head, piece, ROWS, type Call } from './tool-call-rows.js';
import { INDEX_ROWS } from './tool-index-rows.js';
import { NAME_ROWS } from './tool-name-rows.js';

const ANY: unknown = expect.any(String);

/** Returns the calls as a response contains them. */
function toolCallsOf(calls: readonly Call[]): object[] {
  return calls.map(([name, args, id = ANY, error]) => {
    const call = { id, name, arguments: args };
    if (error !== undefined) return { ...call, input: undefined, parseError: ANY };
    const json: unknown = args.trim() === '' ? null : JSON.parse(args);
    return { ...call, input: (typeof json === 'string' ? JSON.parse(json) : json) ?? {} };
  });
}

/** Returns the calls that the events contain. */
function callsIn(events: readonly StreamEvent[]): object[] {
  const starts = events.flatMap((event) => (event.type === 'tool-call-start' ? [event] : []));
  return starts.map(({ index, id, name }) => {
    const deltas = events.flatMap((event) =>
      event.type === 'tool-call-delta' && event.index === index ? event.argumentsDelta : [],
    );
    return { id, name, arguments: deltas.join('') };
  });
}

describe('tool calls in a chat stream', () => {
  test.each([...ROWS, ...INDEX_ROWS, ...ARGUMENT_ROWS])('are assembled: %s', (_, values, expected) => {
    const { events, response } = chatOf([...values, stop('tool_calls')]);
    expect(response.toolCalls).toEqual(toolCallsOf(expected));
    expect(callsIn(events)).toEqual(
      response.toolCalls.map(({ id, name, arguments: args }) => ({ id, name, arguments: args })),
    );
    expect(new Set(response.toolCalls.map(({ id }) => id)).size).toBe(expected.length);
    expect(response.finishReason).toEqual({ unified: 'tool-calls', raw: 'tool_calls' });
    expect(Object.getPrototypeOf({})).not.toHaveProperty('name');
  });

  test.each(NAME_ROWS)('get their names: %s', (_, offered, values, expected) => {
    const tools = offered.map((name) => ({ type: 'function' as const, function: { name } }));
    const { events, response } = chatOf([...values, stop('tool_calls')], undefined, { tools });
    expect(response.toolCalls).toEqual(toolCallsOf(expected));
    expect(callsIn(events)).toEqual(
      response.toolCalls.map(({ id, name, arguments: args }) => ({ id, name, arguments: args })),
    );
  });

  test('start as soon as their name is certain', () => {
    const tools = ['get', 'get_weather'].map((name) => ({ type: 'function' as const, function: { name } }));
    const text = chunk({ content: 'x' });
    const indexOfStart = (...values: object[]): number => {
      const { events } = chatOf([...values, stop('tool_calls')], undefined, { tools });
      const types = events.map(({ type }) => type);
      return types.indexOf('tool-call-start') - types.indexOf('text-start');
    };
    expect(indexOfStart(callChunk(head(0, 'a', 'get_weather')), text)).toBeLessThan(0);
    expect(indexOfStart(callChunk(head(0, 'a', 'get')), text)).toBeGreaterThan(0);
    expect(indexOfStart(callChunk(head(0, 'a', 'get', '{"x"')), text, callChunk(piece(0, ':1}')))).toBeLessThan(0);
    expect(indexOfStart(callChunk(head(0, 'a', 'get')), callChunk(head(1, 'b', 'get')), text)).toBeLessThan(0);
  });

  test('pass on their arguments as they arrive', () => {
    const texts = ['{', '"x":', '{"y"', ':1}', '}'];
    const values = [callChunk(head(0, 'a', 'f')), ...texts.map((text) => callChunk(piece(0, text)))];
    const deltas = chatOf([...values, stop()]).events.filter(({ type }) => type === 'tool-call-delta');
    expect(deltas.map((event) => 'argumentsDelta' in event && event.argumentsDelta)).toEqual(texts);
  });

  test.each(['stop', 'eos', ''])('set the finish reason to tool-calls if the server sends %j', (reason) => {
    const { response } = chatOf([callChunk(head(0, 'a', 'f', '{}')), stop(reason)]);
    expect(response.finishReason.unified).toBe('tool-calls');
  });

  test.each(['length', 'content_filter'])('keep the finish reason %s', (reason) => {
    const { response } = chatOf([callChunk(head(0, 'a', 'f', '{"x"')), stop(reason)]);
    expect(response.finishReason.raw).toBe(reason);
    expect(response.finishReason.unified).not.toBe('tool-calls');
    expect(response.toolCalls[0]).toMatchObject({ input: undefined, parseError: ANY });
  });

  test('end only at the end of the stream, even if their arguments can be parsed earlier', () => {
    const { events } = chatOf([callChunk(head(0, 'a', 'f', '{}')), chunk({ content: 'and' }), stop()]);
    const types = events.map(({ type }) => type);
    expect(types.indexOf('tool-call-end')).toBeGreaterThan(types.indexOf('text-end'));
  });

  test('have the same arguments in events and response for any order of pieces', () => {
    const texts = [
      '',
      '{}',
      '{',
      '}',
      '"x"',
      ':',
      '1',
      '{"x":1}',
      '{"x":',
      '{ "x": 1 }',
      '"{}"',
      'null',
      '[',
      ']',
      ' ',
      'x',
      '\\',
    ];
    const [names, ids, indexes] = [
      ['', '', '', 'f', 'go', 'gogo'],
      [undefined, undefined, 'a', 'b'],
      [0, 0, 0, 1, undefined],
    ];
    const tools = ['f', 'go', 'gogo'].map((name) => ({ type: 'function' as const, function: { name } }));
    let seed = 1;
    const pick = <Item>(list: readonly Item[]): Item | undefined => {
      seed = (seed * 48_271) % 0x7fffffff;
      return list[seed % list.length];
    };
    for (let round = 0; round < 3000; round += 1) {
      const values = Array.from({ length: 1 + (round % 7) }, () =>
        callChunk(head(pick(indexes), pick(ids), pick(names) ?? null, pick(texts))),
      );
      const { events, response } = chatOf([...values, stop()], undefined, { tools });
      const calls = response.toolCalls.map(({ id, name, arguments: args }) => ({ id, name, arguments: args }));
      expect(callsIn(events), JSON.stringify(values)).toEqual(calls);
      expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
    }
  });

  // Quadratic time would exceed the test timeout.
  test.each([
    ['a text', '', { text: 'x'.repeat(200_000) }],
    ['braces in a text', '', { text: '{'.repeat(200_000) }],
    ['the arguments twice', '{"text":"x"}', { text: 'x' }],
  ])('take linear time even in tiny pieces: %s', (_, before, input) => {
    const args = before + JSON.stringify(input);
    const values = [...args, ...' '.repeat(before.length * 10_000)].map((character) => callChunk(piece(0, character)));
    const { response } = chatOf([callChunk(head(0, 'a', 'f')), ...values, stop()]);
    expect(response.toolCalls[0]?.input).toEqual(input);
  });
});
