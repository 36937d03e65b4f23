import { describe, expect, test } from 'vitest';
import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import type { StreamEvent } from '../contract/stream-event.js';
import { attachPartial, StreamError } from '../errors/stream-error.js';
import { ChatEventWriter } from '../events/chat-event-writer.js';
import type { PushSource } from '../stream/push-source.js';
import { emulateChat, emulateChatStream } from './emulate-chat.js';
import type { EmulatedCall } from './emulated-call.js';

/** What the server sends. */
type Write = (writer: ChatEventWriter) => void;

function callOf(request: Partial<ChatRequest> = {}): EmulatedCall {
  let ids = 0;
  return {
    request: { model: 'm', messages: [{ role: 'user', content: 'Hi' }], tools: [{ name: 'a' }], ...request },
    features: [],
    keywords: undefined,
    prompt: undefined,
    route: 'r',
    options: {},
    generateId: () => `id-${(ids += 1)}`,
  };
}

/** Returns the events of the server, and then its error. */
function serverOf(write: Write, error?: StreamError) {
  const events: StreamEvent[] = [];
  const warnings = [{ code: 'tools_emulated', message: 'Emulated.' }] as const;
  const writer = new ChatEventWriter({
    model: 'm',
    route: 'r',
    warnings,
    generateId: () => 'none',
    emit: (event) => events.push(event),
  });
  writer.start('m-large');
  write(writer);
  if (error === undefined) writer.finish();
  const source: PushSource<StreamEvent> = {
    subscribe(observer) {
      for (const event of events) observer.next(event);
      if (error === undefined) observer.complete();
      else observer.error(attachPartial(error, writer.partial()));
      return { pause() {}, resume() {}, cancel() {} };
    },
  };
  return { events, source };
}

function responseIn(events: readonly StreamEvent[]): ChatResponse {
  const last = events.at(-1);
  if (last?.type !== 'finish') throw new Error('The last event must be "finish".');
  return last.response;
}

/** Returns the events of the emulated stream, its error and whether it completed. */
function streamed(source: PushSource<StreamEvent>, request?: Partial<ChatRequest>) {
  const events: StreamEvent[] = [];
  const seen: { error?: unknown; isComplete: boolean } = { isComplete: false };
  emulateChatStream(callOf(request), () => source).subscribe({
    next: (event) => void events.push(event),
    error: (error) => void (seen.error = error),
    complete: () => void (seen.isComplete = true),
  });
  return { events, ...seen };
}

const FACTS = {
  id: 'r1',
  responseId: 's1',
  usage: { inputTokens: 1, outputTokens: 2 },
  timing: { tokensPerSecond: 3 },
  raw: { kept: true },
} as const;

const FOUND = { toolCall: { id: 't', name: 'search', arguments: '{}', input: {} }, output: 'found' };

const texts =
  (...deltas: string[]): Write =>
  (writer) => {
    for (const delta of deltas) writer.text(delta);
    writer.facts.finishReason = { unified: 'stop', raw: 'stop' };
  };

const REPLIES: readonly (readonly [name: string, write: Write, types: readonly string[]])[] = [
  ['a call', texts('{"next":{"tool":"a","arguments', '":{"x":1}}}'), ['call']],
  ['a reply', texts('{"next":{"reply":"H', 'i"}}'), ['text']],
  [
    'a reply and two calls',
    texts('{"calls":[{"reply":"Hi"},{"tool":"a","arguments":{}},{"tool":"b"}]}'),
    ['text', 'call', 'call'],
  ],
  ['text that is not JSON', texts('Hello ', 'there'), ['text']],
  ['an empty text', texts(), []],
  [
    'reasoning and facts',
    (writer) => {
      writer.reasoning('Hm. ');
      writer.reasoning('Yes.');
      texts('{"next":{"tool":"a","arguments":{}}}')(writer);
      Object.assign(writer.facts, FACTS);
    },
    ['reasoning', 'call'],
  ],
  ['a refusal', (writer) => writer.refusal('I cannot.'), ['refusal']],
  [
    'a call as one, although it received no tools',
    (writer) => writer.toolCallDelta(writer.toolCallStart('own', 'a'), '{"x":1}'),
    ['call'],
  ],
  [
    'a tool that the server ran, log probabilities and other output',
    (writer) => {
      writer.toolResults.end(FOUND);
      writer.raw({ citations: [1] });
      writer.logprobs([{ token: '{', logprob: -0.1 }]);
      texts('{"next":{"reply":"Hi"}}')(writer);
    },
    ['text'],
  ],
];

describe('of a server that sends', () => {
  test.each(REPLIES)('%s, a chat and a stream have the same response', async (_name, write, blocks) => {
    const { events, source } = serverOf(write);
    const whole = await emulateChat(callOf(), async () => responseIn(events));
    const stream = streamed(source);
    expect(stream.isComplete).toBe(true);
    expect(responseIn(stream.events)).toEqual(whole);
    expect(whole).toMatchObject({ model: 'm-large', route: 'r', raw: responseIn(events).raw });
    const starts = stream.events.flatMap(
      ({ type }) => /^(reasoning|refusal|text|tool-call)-start$/.exec(type)?.[1] ?? [],
    );
    expect(starts.map((type) => type.replace('tool-', ''))).toEqual(blocks);
    expect(stream.events[0]).toEqual({ type: 'start', model: 'm-large', route: 'r' });
  });

  test.each(REPLIES)('%s, the response keeps all but the text', async (_name, write) => {
    const { events } = serverOf(write);
    const received = responseIn(events);
    const { text, message, toolCalls, finishReason, warnings, ...rest } = await emulateChat(
      callOf(),
      async () => received,
    );
    const { text: _t, message: _m, toolCalls: _c, finishReason: _f, warnings: _w, ...expected } = received;
    expect(rest).toEqual(expected);
    expect(message.content).toBe(received.refusal ?? text);
    expect(finishReason.unified).toBe(toolCalls.length > 0 ? 'tool-calls' : received.finishReason.unified);
    expect(new Set(warnings.map(({ code }) => code)).size).toBe(warnings.length);
  });
});

test('of a stream that fails, the partial response has the decoded output and all that came with it', () => {
  const error = new StreamError('stream_truncated', 'The stream ended early.');
  const { source } = serverOf((writer) => {
    writer.toolResults.end(FOUND);
    writer.raw({ citations: [1] });
    Object.assign(writer.facts, FACTS);
    writer.reasoning('Hm.');
    writer.text('{"calls":[{"reply":"Hi"},{"tool":"a","arguments":{"x"');
  }, error);
  const seen = streamed(source);
  expect(seen).toMatchObject({ isComplete: false, error: { code: 'stream_truncated' } });
  expect((seen.error as StreamError).partial).toMatchObject({
    ...FACTS,
    text: 'Hi',
    reasoning: 'Hm.',
    toolCalls: [{ name: 'a', arguments: '{"x"', input: undefined }],
    toolResults: [FOUND],
    extra: { citations: [1] },
    warnings: [{ code: 'tools_emulated' }],
  });
  expect(seen.events.map(({ type }) => type)).not.toContain('finish');
});

test('of a reply that is not valid JSON, a warning says that the rest was skipped', async () => {
  const { events } = serverOf(texts('{"next":{"reply":"one\\q two"}}'));
  expect(await emulateChat(callOf(), async () => responseIn(events))).toMatchObject({
    text: 'one',
    warnings: [{ code: 'tools_emulated' }, { code: 'data_skipped' }],
  });
});

test('of an error that has no partial response, nothing changes', () => {
  const error = new Error('before the first byte');
  const source: PushSource<StreamEvent> = {
    subscribe(observer) {
      observer.error(error);
      return { pause() {}, resume() {}, cancel() {} };
    },
  };
  expect(streamed(source)).toEqual({ events: [], isComplete: false, error });
});

test('of a request without tools, response and events are those of the server', async () => {
  const { events, source } = serverOf(texts('{"next":{"tool":"a"}}'));
  const received = responseIn(events);
  expect(await emulateChat(callOf({ tools: undefined }), async () => received)).toBe(received);
  expect(streamed(source, { tools: undefined }).events).toEqual(events);
});
