import { describe, expect, test } from 'vitest';
import type { ChatResponse } from '../contract/chat.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { ToolResult } from '../contract/tool.js';
import type { Warning } from '../contract/warning.js';
import { ChatEventWriter, type ChatEventWriterOptions, withCalls } from './chat-event-writer.js';

const WARNING: Warning = { code: 'x', message: 'No seed.' };
const TOOL_RESULT: ToolResult = { toolCall: { id: 'i', name: 'n', arguments: '', input: {} }, output: 'o' };

function open(changes: Partial<ChatEventWriterOptions> = {}) {
  const events: StreamEvent[] = [];
  let ids = 0;
  const writer = new ChatEventWriter({
    emit: (event) => events.push(event),
    model: 'asked',
    route: 'native',
    warnings: [],
    generateId: () => `generated-${(ids += 1)}`,
    ...changes,
  });
  const types = (): string[] => events.map(({ type }) => type);
  const response = (): ChatResponse => {
    const last = events.at(-1);
    if (last?.type !== 'finish') throw new Error('the stream has not finished');
    return last.response;
  };
  return { writer, events, types, response };
}

describe('a reply', () => {
  test('of load, prompt, reasoning, text and a call is written in order', () => {
    const { writer, events } = open({ warnings: [WARNING] });
    writer.start('answers');
    writer.modelLoadStart();
    writer.modelLoad(0.5);
    writer.modelLoadEnd(2);
    writer.promptStart();
    writer.promptProgress(1);
    writer.promptEnd();
    writer.reasoning('Hm.');
    writer.text('Hel');
    writer.text('lo');
    const index = writer.toolCallStart('a', 'weather');
    writer.toolCallDelta(index, '{"city":');
    writer.toolCallDelta(index, '"Rome"}');
    writer.finish();
    const toolCall = { id: 'a', name: 'weather', arguments: '{"city":"Rome"}', input: { city: 'Rome' } };
    expect(events.slice(0, -1)).toEqual([
      { type: 'start', model: 'answers', route: 'native' },
      { type: 'warning', warning: WARNING },
      { type: 'model-load-start' },
      { type: 'model-load-progress', fraction: 0.5 },
      { type: 'model-load-end', seconds: 2 },
      { type: 'prompt-start' },
      { type: 'prompt-progress', fraction: 1 },
      { type: 'prompt-end' },
      { type: 'reasoning-start' },
      { type: 'reasoning-delta', text: 'Hm.' },
      { type: 'reasoning-end' },
      { type: 'text-start' },
      { type: 'text-delta', text: 'Hel' },
      { type: 'text-delta', text: 'lo' },
      { type: 'text-end' },
      { type: 'tool-call-start', index: 0, id: 'a', name: 'weather' },
      { type: 'tool-call-delta', index: 0, argumentsDelta: '{"city":' },
      { type: 'tool-call-delta', index: 0, argumentsDelta: '"Rome"}' },
      { type: 'tool-call-end', index: 0, toolCall },
    ]);
    expect(events.at(-1)).toMatchObject({
      type: 'finish',
      response: { model: 'answers', route: 'native', text: 'Hello', reasoning: 'Hm.', toolCalls: [toolCall] },
    });
  });

  test('has the facts that the decoder set, and no key for those it did not', () => {
    const { writer, response } = open();
    writer.finish();
    expect(Object.keys(response()).toSorted()).toEqual([
      'finishReason',
      'model',
      'raw',
      'route',
      'text',
      'toolCalls',
      'toolResults',
      'warnings',
    ]);
    const full = open();
    Object.assign(full.writer.facts, {
      id: 'id',
      responseId: 'resp',
      usage: { inputTokens: 1 },
      timing: { tokensPerSecond: 2 },
      finishReason: { unified: 'length', raw: 'max' },
      raw: { a: 1 },
    });
    full.writer.logprobs([{ token: 'a', logprob: -1 }]);
    full.writer.logprobs([{ token: 'b', logprob: -2 }]);
    full.writer.finish();
    expect(full.response()).toMatchObject({
      ...full.writer.facts,
      logprobs: [{ token: 'a' }, { token: 'b' }],
    });
  });

  test('that broke off says of its end only what the server said', () => {
    const { writer } = open();
    writer.text('Hel');
    writer.toolCallStart('a', 'weather');
    expect(writer.partial()).toMatchObject({ text: 'Hel', toolCalls: [{ name: 'weather', input: undefined }] });
    expect(writer.partial()).not.toHaveProperty('finishReason');
    writer.facts.finishReason = { unified: 'length', raw: 'length' };
    expect(writer.partial()).toMatchObject({ finishReason: { unified: 'length' } });
  });

  test('without anything is a start and a finish', () => {
    const { writer, types, response } = open();
    writer.finish();
    writer.finish();
    expect(types()).toEqual(['start', 'finish']);
    expect(response()).toMatchObject({
      model: 'asked',
      text: '',
      toolCalls: [],
      finishReason: { unified: 'unknown', raw: undefined },
    });
  });
});

describe('what means nothing', () => {
  test('is not written', () => {
    const { writer, types } = open();
    writer.text('');
    writer.reasoning('');
    writer.promptEnd();
    writer.endBlock();
    writer.toolCallDelta(0, 'x');
    expect(writer.toolCallEnd(0)).toBeUndefined();
    expect(types()).toEqual([]);
  });

  test('a model that names itself later is that of the response, not of a second start', () => {
    const { writer, types, response } = open();
    writer.start();
    writer.start('later');
    writer.start('');
    writer.finish();
    expect(types()).toEqual(['start', 'finish']);
    expect(response().model).toBe('later');
  });
});

test.each([
  [-1, 0],
  [0.25, 0.25],
  [7, 1],
  [Number.NaN, 0],
  [Infinity, 0],
])('a fraction of %d is told as %d', (given, told) => {
  const { writer, events } = open();
  writer.modelLoad(given);
  writer.promptProgress(given);
  expect(
    events.filter((event) => 'fraction' in event).map((event) => ('fraction' in event ? event.fraction : -1)),
  ).toEqual([told, told]);
});

describe('tool calls', () => {
  test('without an id get one', () => {
    const { writer, events } = open();
    writer.toolCallStart('', 'a');
    writer.toolCallStart(undefined, 'b');
    expect(events.filter(({ type }) => type === 'tool-call-start')).toMatchObject([
      { index: 0, id: 'generated-1' },
      { index: 1, id: 'generated-2' },
    ]);
  });

  test('may be written in turns, and end when the stream does', () => {
    const { writer, types, response } = open();
    const [first, second] = [writer.toolCallStart('a', 'a'), writer.toolCallStart('b', 'b')];
    writer.toolCallDelta(first, '[1');
    writer.toolCallDelta(second, '[2');
    writer.toolCallDelta(first, ']');
    writer.toolCallDelta(second, ']');
    expect(types()).not.toContain('tool-call-end');
    writer.finish();
    expect(response().toolCalls.map(({ input }) => input)).toEqual([[1], [2]]);
    expect(writer.toolCallCount).toBe(2);
  });

  test('that have ended take nothing more', () => {
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

  test('that are not whole have no input, though their beginning may parse', () => {
    const { writer } = open();
    const index = writer.toolCallStart('a', 'add');
    writer.text('beside');
    writer.toolCallDelta(index, '1');
    expect(writer.partial()).toMatchObject({
      text: 'beside',
      toolCalls: [{ id: 'a', arguments: '1', input: undefined, parseError: expect.stringContaining('broke') }],
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
  ] as const)('%s, with calls: %s, is %s', (unified, called, expected) => {
    expect(withCalls({ unified, raw: 'raw' }, called)).toEqual({ unified: expected, raw: 'raw' });
  });
});

describe('whatever the order of calls', () => {
  /** Numbers that look random and are the same each time (mulberry32). */
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
    (writer) => writer.toolResult(TOOL_RESULT),
    (writer) => writer.partial(),
    (writer, random) => (random < 0.1 ? writer.finish() : undefined),
  ];

  /** What is wrong with the order of these events; nothing when it is right. */
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

  test('events are balanced, and the response is what they told', () => {
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

  test('the judge of that would notice', () => {
    const start: StreamEvent = { type: 'start', model: 'm', route: 'r' };
    expect(complaints([start, { type: 'text-start' }])).not.toEqual([]);
    expect(complaints([{ type: 'text-delta', text: 'x' }])).not.toEqual([]);
    expect(complaints([start, { type: 'tool-call-start', index: 0, id: 'i', name: 'n' }])).not.toEqual([]);
  });
});
