import { describe, expect, test } from 'vitest';
import type { StreamEvent } from '../contract/stream-event.js';
import type { ToolResult } from '../contract/tool.js';
import { withCalls } from './build-chat-response.js';
import type { ChatEventWriter } from './chat-event-writer.js';
import { open, WARNING } from '../../test/support/open-chat-writer.js';

const TOOL_RESULT: ToolResult = { toolCall: { id: 'i', name: 'n', arguments: '', input: {} }, output: 'o' };

describe('tool calls', () => {
  test('receive a generated id if they have none', () => {
    const { writer, events } = open();
    writer.toolCallStart('', 'a');
    writer.toolCallStart(undefined, 'b');
    expect(events.filter(({ type }) => type === 'tool-call-start')).toMatchObject([
      { index: 0, id: 'generated-1' },
      { index: 1, id: 'generated-2' },
    ]);
  });

  test('may be interleaved, and end when the stream ends', () => {
    const { writer, types, response } = open();
    const [first, second] = [writer.toolCallStart('a', 'a'), writer.toolCallStart('b', 'b')];
    writer.toolCallDelta(first, '{"x":1');
    writer.toolCallDelta(second, '{"x":2');
    writer.toolCallDelta(first, '}');
    writer.toolCallDelta(second, '}');
    expect(types()).not.toContain('tool-call-end');
    writer.finish();
    expect(response().toolCalls.map(({ input }) => input)).toEqual([{ x: 1 }, { x: 2 }]);
  });

  test('ignore deltas after their end', () => {
    const { writer, types, response } = open();
    const index = writer.toolCallStart('a', 'a');
    writer.toolCallDelta(index, '{}');
    expect(writer.toolCallEnd(index)).toEqual(writer.toolCallEnd(index));
    writer.toolCallDelta(index, '{}');
    writer.finish();
    expect(types().filter((type) => type.startsWith('tool-call'))).toEqual([
      'tool-call-start',
      'tool-call-delta',
      'tool-call-end',
    ]);
    expect(response().toolCalls[0]?.arguments).toBe('{}');
  });

  test('have no input while they are incomplete, even if their arguments can be parsed', () => {
    const { writer } = open();
    const index = writer.toolCallStart('a', 'add');
    writer.text('some text');
    writer.toolCallDelta(index, '1');
    expect(writer.partial()).toMatchObject({
      text: 'some text',
      toolCalls: [{ id: 'a', arguments: '1', input: undefined, parseError: expect.stringContaining('ended') }],
    });
  });
});

describe('withCalls', () => {
  test.each([
    ['stop', true, 'tool-calls'],
    ['unknown', true, 'tool-calls'],
    ['length', true, 'length'],
    ['content-filter', true, 'content-filter'],
    ['stop', false, 'stop'],
  ] as const)('returns for the reason %s, with calls: %s, the reason %s', (unified, called, expected) => {
    expect(withCalls({ unified, raw: 'raw' }, called)).toEqual({ unified: expected, raw: 'raw' });
  });
});

describe('for any order of calls', () => {
  /** Generates numbers that look random and are the same each time (mulberry32). */
  function numbers(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    };
  }

  const moves: ((writer: ChatEventWriter, random: number) => unknown)[] = [
    (writer) => writer.start('m'),
    (writer) => writer.warning(WARNING),
    (writer, random) => writer.modelLoad(random),
    (writer) => writer.modelLoadStart(),
    (writer, random) => writer.modelLoadEnd(random),
    (writer) => writer.promptStart(),
    (writer, random) => writer.promptProgress(random),
    (writer) => writer.promptEnd(),
    (writer, random) => writer.text(random < 0.2 ? '' : 't'),
    (writer, random) => writer.reasoning(random < 0.2 ? '' : 'r'),
    (writer) => writer.endBlock(),
    (writer, random) => writer.toolCallStart(random < 0.5 ? undefined : 'id', 'name'),
    (writer, random) => writer.toolCallDelta(Math.floor(random * 4), '{'),
    (writer, random) => writer.toolCallEnd(Math.floor(random * 4)),
    (writer) => writer.toolResults.end(TOOL_RESULT),
    (writer) => writer.partial(),
    (writer, random) => (random < 0.1 ? writer.finish() : undefined),
  ];

  /** Returns the mistakes in the order of the events, or an empty array. */
  function complaints(events: readonly StreamEvent[]): string[] {
    const wrong: string[] = [];
    let block: string | undefined;
    const calls: ('open' | 'ended')[] = [];
    for (const [at, event] of events.entries()) {
      const { type } = event;
      const part = /^(model-load|prompt|reasoning|text)-(start|delta|progress|end)$/.exec(type);
      if ((type === 'start') !== (at === 0)) wrong.push(`${type} at ${at}`);
      if ((type === 'finish') !== (at === events.length - 1)) wrong.push(`${type} at ${at} of ${events.length}`);
      if (part?.[2] === 'start') {
        if (block !== undefined) wrong.push(`${type} while ${block} is open`);
        block = part[1];
      } else if (part !== null && block !== part[1]) wrong.push(`${type} while ${block} is open`);
      if (part?.[2] === 'end') block = undefined;
      if (event.type === 'tool-call-start') {
        if (event.index !== calls.length) wrong.push(`call ${event.index} is number ${calls.length}`);
        calls.push('open');
      }
      if (event.type === 'tool-call-delta' && calls[event.index] !== 'open') wrong.push(`delta of call ${event.index}`);
      if (event.type === 'tool-call-end') {
        if (calls[event.index] !== 'open') wrong.push(`end of call ${event.index}`);
        calls[event.index] = 'ended';
      }
    }
    if (block !== undefined) wrong.push(`${block} is left open`);
    if (calls.includes('open')) wrong.push('a call is left open');
    return wrong;
  }

  test('the events are balanced, and the response is their content', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = numbers(seed);
      const { writer, events, response } = open();
      for (let steps = 0; steps < 40; steps += 1) moves[Math.floor(random() * moves.length)]?.(writer, random());
      writer.finish();
      expect(complaints(events), `seed ${seed}`).toEqual([]);
      const told = (type: 'text-delta' | 'reasoning-delta'): string =>
        events.map((event) => (event.type === type ? event.text : '')).join('');
      expect(response().text, `seed ${seed}`).toBe(told('text-delta'));
      expect(response().reasoning ?? '', `seed ${seed}`).toBe(told('reasoning-delta'));
      const ended = events.flatMap((event) => (event.type === 'tool-call-end' ? [event] : []));
      expect(response().toolCalls, `seed ${seed}`).toEqual(
        ended.toSorted((a, b) => a.index - b.index).map(({ toolCall }) => toolCall),
      );
    }
  });

  test('complaints() reports mistakes', () => {
    const start: StreamEvent = { type: 'start', model: 'm', route: 'r' };
    expect(complaints([start, { type: 'text-start' }])).not.toEqual([]);
    expect(complaints([{ type: 'text-delta', text: 'x' }])).not.toEqual([]);
    expect(complaints([start, { type: 'tool-call-start', index: 0, id: 'i', name: 'n' }])).not.toEqual([]);
  });
});
