import { describe, expect, test } from 'vitest';
import { callChunk, chunk, stop } from './chunks.js';
import { chatOf } from './decode-stream.js';
import { head, piece, ROWS } from './tool-call-rows.js';

describe('tool calls in a chat stream', () => {
  test.each(ROWS)('are assembled: %s', (_, values, expected) => {
    const { events, response } = chatOf([...values, stop('tool_calls')]);
    expect(response.toolCalls.map(({ name, arguments: args }) => [name, args])).toEqual(
      expected.map(([name, args]) => [name, args]),
    );
    expect(response.toolCalls).toMatchObject(expected.map(([, , id]) => (id === undefined ? {} : { id })));
    for (const [at, [, args]] of expected.entries()) {
      expect(response.toolCalls[at]?.input).toEqual(args === '' ? {} : JSON.parse(args));
      const deltas = events.flatMap((event) =>
        event.type === 'tool-call-delta' && event.index === at ? event.argumentsDelta : [],
      );
      expect(deltas.join('')).toBe(args);
    }
    const ids = response.toolCalls.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(response.finishReason).toEqual({ unified: 'tool-calls', raw: 'tool_calls' });
    expect(Object.getPrototypeOf({})).not.toHaveProperty('name');
  });

  test.each(['stop', 'eos', ''])('set the finish reason to tool-calls if the server sends %j', (reason) => {
    const { response } = chatOf([callChunk(head(0, 'a', 'f', '{}')), stop(reason)]);
    expect(response.finishReason.unified).toBe('tool-calls');
  });

  test.each(['length', 'content_filter'])('keep the finish reason %s', (reason) => {
    const { response } = chatOf([callChunk(head(0, 'a', 'f', '{"x"')), stop(reason)]);
    expect(response.finishReason.raw).toBe(reason);
    expect(response.finishReason.unified).not.toBe('tool-calls');
    expect(response.toolCalls[0]).toMatchObject({ input: undefined, parseError: expect.any(String) });
  });

  test('end only at the end of the stream, even if their arguments can be parsed earlier', () => {
    const { events } = chatOf([callChunk(head(0, 'a', 'f', '{}')), chunk({ content: 'and' }), stop()]);
    const types = events.map(({ type }) => type);
    expect(types.indexOf('tool-call-end')).toBeGreaterThan(types.indexOf('text-end'));
  });

  // Quadratic time would exceed the test timeout.
  test('take linear time even in tiny pieces', () => {
    const args = JSON.stringify({ text: 'x'.repeat(200_000) });
    const values = [...args].map((character) => callChunk(piece(0, character)));
    const { response } = chatOf([callChunk(head(0, 'a', 'f')), ...values, stop()]);
    expect(response.toolCalls[0]?.arguments).toBe(args);
  });
});
