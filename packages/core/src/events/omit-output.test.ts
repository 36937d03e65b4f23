import { describe, expect, test } from 'vitest';
import type { ResponseFormat } from '../contract/response-format.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { EventObserver } from '../contract/streams.js';
import { StreamError } from '../errors/stream-error.js';
import { ChatEventWriter } from './chat-event-writer.js';
import { CompletionEventWriter } from './completion-event-writer.js';
import { withoutOutput } from './omit-output.js';

const NOT_COLLECTED = { code: 'text_not_collected', message: expect.stringContaining('"collect" is false') };
const TOKEN = { token: 'a', logprob: -1, topLogprobs: [] } as never;

/** Returns the observer with which the client receives the events of a source. */
function receiver<Event extends { type: string }>(
  collect: boolean,
  next: (event: Event) => void,
): EventObserver<Event> {
  const observer = { next, error() {}, complete() {} };
  return collect ? observer : withoutOutput(observer);
}

/** Writes a chat and returns the writer, its events before `finish`, and the response. */
function written(collect: boolean, write: (writer: ChatEventWriter) => void, responseFormat?: ResponseFormat) {
  const events: StreamEvent[] = [];
  const observer = receiver<StreamEvent>(collect, (event) => events.push(event));
  const emit = (event: StreamEvent): void => observer.next(event);
  const about = { model: 'm', route: 'r', warnings: [], generateId: () => 'id' };
  const writer = new ChatEventWriter({ ...about, emit, collect, responseFormat });
  write(writer);
  const error = new StreamError('server_error', 'It failed.', { partial: writer.partial() });
  observer.error(error);
  const { partial } = error;
  writer.finish();
  const last = events.pop();
  if (last?.type !== 'finish') throw new Error('There is no finish event.');
  return { events, partial, response: last.response };
}

describe('a chat that is not collected', () => {
  test.each<[string, (writer: ChatEventWriter) => void]>([
    ['text', (writer) => writer.text('Hello')],
    ['text that begins blank', (writer) => [' ', '\n', 'Hello'].forEach((delta) => writer.text(delta))],
    ['reasoning', (writer) => writer.reasoning('Hm')],
    ['a refusal', (writer) => writer.refusal('No')],
    [
      'log probabilities',
      (writer) => {
        writer.text('a');
        writer.logprobs([TOKEN, TOKEN]);
      },
    ],
    [
      'text and a tool call',
      (writer) => {
        writer.text('Hello');
        writer.toolCallDelta(writer.toolCallStart('a', 'f'), '{"x":1}');
      },
    ],
  ])('with %s emits the same events, and has a response without output that says so', (_what, write) => {
    const [kept, left] = [written(true, write), written(false, write)];
    expect(left.events).toEqual(kept.events);
    const { text: _text, reasoning: _reasoning, refusal: _refusal, logprobs: _logprobs, ...rest } = kept.response;
    const { reasoning: _inMessage, ...message } = rest.message;
    const empty = { text: '', warnings: [NOT_COLLECTED] };
    expect(left.response).toEqual({ ...rest, ...empty, message: { ...message, content: '' } });
    expect(left.partial).toMatchObject(empty);
    expect(Object.keys(left.partial)).not.toContain('reasoning');
  });

  test.each<[string, (writer: ChatEventWriter) => void]>([
    ['only a tool call', (writer) => void writer.toolCallStart('a', 'f')],
    ['nothing', () => {}],
    ['only blank text', (writer) => writer.text(' \n')],
  ])('with %s has the warnings of any chat, in the same events', (_what, write) => {
    const [kept, left] = [written(true, write), written(false, write)];
    expect(left.events).toEqual(kept.events);
    const isBlank = kept.response.text !== '';
    expect(left.response.warnings).toEqual([...kept.response.warnings, ...(isBlank ? [NOT_COLLECTED] : [])]);
  });

  test('without the requested JSON has a warning that does not judge its reasoning', () => {
    const { response } = written(false, (writer) => writer.reasoning('{"a":1}'), {
      type: 'json_object',
    });
    expect(response.warnings).toEqual([
      { code: 'empty_response', message: expect.stringContaining('contains no JSON, because its text is empty') },
      NOT_COLLECTED,
    ]);
  });

  test('keeps the same amount however long it is', () => {
    const sizeOf = (count: number): number => {
      const seen: number[] = [];
      written(false, (writer) => {
        for (let at = 0; at < count; at += 1) {
          writer.text('The quick brown fox.');
          writer.reasoning('The quick brown fox.');
          writer.logprobs([TOKEN]);
        }
        // Everything that the writer holds is reachable from its partial response or from its fields.
        seen.push(JSON.stringify(writer.partial()).length);
      });
      return seen[0] ?? 0;
    };
    expect(sizeOf(2000)).toBe(sizeOf(1));
  });
});

test.each([
  ['Hello', [NOT_COLLECTED]],
  ['', [expect.objectContaining({ code: 'empty_response' })]],
])('a completion %j that is not collected says what is missing', (text, warnings) => {
  const events: { type: string; response?: unknown }[] = [];
  const observer = receiver<{ type: string }>(false, (event) => events.push(event));
  const emit = (event: { type: string }): void => observer.next(event);
  const writer = new CompletionEventWriter({ emit, model: 'm', route: 'r', warnings: [], collect: false });
  writer.text(text);
  const error = new StreamError('server_error', 'It failed.', { partial: writer.partial() });
  observer.error(error);
  expect(error.partial?.text).toBe('');
  writer.finish();
  expect(events.at(-1)?.response).toMatchObject({ text: '', warnings });
});

test('200,000 log probabilities in one piece are kept', () => {
  const { response } = written(true, (writer) => writer.logprobs(Array.from({ length: 200_000 }, () => TOKEN)));
  expect(response.logprobs).toHaveLength(200_000);
});
