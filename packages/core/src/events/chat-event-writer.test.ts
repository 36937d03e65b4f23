import { describe, expect, test } from 'vitest';
import { open, WARNING } from '../../test/support/open-chat-writer.js';

describe('a response', () => {
  test('with load, prompt, reasoning, text and a call is written in order', () => {
    const { writer, events } = open({ warnings: [WARNING] });
    writer.start('served');
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
      { type: 'start', model: 'served', route: 'native' },
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
      response: { model: 'served', route: 'native', text: 'Hello', reasoning: 'Hm.', toolCalls: [toolCall] },
    });
  });

  test('has the facts that the decoder set, and no keys for others', () => {
    const { writer, response } = open();
    writer.finish();
    expect(Object.keys(response()).toSorted()).toEqual([
      'finishReason',
      'message',
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

  test('that ended early has a finish reason only if the server sent one', () => {
    const { writer } = open();
    writer.text('Hel');
    writer.toolCallStart('a', 'weather');
    expect(writer.partial()).toMatchObject({ text: 'Hel', toolCalls: [{ name: 'weather', input: undefined }] });
    expect(writer.partial()).not.toHaveProperty('finishReason');
    writer.facts.finishReason = { unified: 'length', raw: 'length' };
    expect(writer.partial()).toMatchObject({ finishReason: { unified: 'length' } });
  });

  test('without content has a start event, a warning and a finish event', () => {
    const { writer, events, types, response } = open();
    writer.finish();
    writer.finish();
    expect(types()).toEqual(['start', 'warning', 'finish']);
    const warning = { code: 'empty_response', message: expect.stringContaining('The response is empty') };
    expect(events[1]).toEqual({ type: 'warning', warning });
    expect(response()).toMatchObject({
      model: 'requested',
      text: '',
      warnings: [warning],
      toolCalls: [],
      finishReason: { unified: 'unknown', raw: undefined },
    });
  });
});

test('a response without the requested JSON has a warning', () => {
  const { writer, response } = open({ responseFormat: { type: 'json_object' }, warnings: [WARNING] });
  writer.reasoning('{"a":1}');
  writer.text('\n');
  writer.finish();
  expect(response().warnings).toEqual([
    WARNING,
    { code: 'empty_response', message: expect.stringContaining('the JSON is in "reasoning"') },
  ]);
});

test('a refusal has events of its own, and is the content of the message', () => {
  const { writer, types, response } = open();
  writer.refusal('I ');
  writer.refusal('cannot.');
  writer.refusal('');
  writer.facts.finishReason = { unified: 'stop', raw: 'stop' };
  writer.finish();
  expect(types()).toEqual(['start', 'refusal-start', 'refusal-delta', 'refusal-delta', 'refusal-end', 'finish']);
  expect(response()).toMatchObject({
    text: '',
    refusal: 'I cannot.',
    finishReason: { unified: 'content-filter', raw: 'stop' },
    message: { content: 'I cannot.' },
    warnings: [],
  });
});

describe('a redundant call', () => {
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

  test('of start() emits no second event, but sets the model of the response', () => {
    const { writer, types, response } = open();
    writer.start();
    writer.start('later');
    writer.start('');
    writer.text('a');
    writer.finish();
    expect(types()).toEqual(['start', 'text-start', 'text-delta', 'text-end', 'finish']);
    expect(response().model).toBe('later');
  });
});

test.each([
  [-1, 0],
  [0.25, 0.25],
  [7, 1],
  [Number.NaN, 0],
  [Infinity, 0],
])('reports a fraction of %d as %d', (given, told) => {
  const { writer, events } = open();
  writer.modelLoad(given);
  writer.promptProgress(given);
  expect(
    events.filter((event) => 'fraction' in event).map((event) => ('fraction' in event ? event.fraction : -1)),
  ).toEqual([told, told]);
});
