import { inspect } from 'node:util';
import { thrownBy } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import { isLmError } from '../errors/guards.js';
import { responseContext } from '../../test/support/response-context.js';
import type { ResponseContext } from './body-decoder.js';
import { SseJsonDecoder } from './sse-json-decoder.js';
import type { SseJsonFormat } from './json-format.js';

/** A format like OpenAI's: complete once an event has `end`. */
function open(changes: Partial<SseJsonFormat> = {}, limits?: Partial<ResponseContext['limits']>) {
  const told: unknown[] = [];
  let complete = false;
  const format: SseJsonFormat = {
    sentinel: '[DONE]',
    event(json: { end?: boolean }, name) {
      if (json.end === true) complete = true;
      told.push(name === undefined ? json : { name, json });
    },
    response: (json: unknown) => told.push({ whole: json }),
    isComplete: () => complete,
    ...changes,
  };
  const decoder = new SseJsonDecoder(format, responseContext('text/event-stream', limits));
  const push = (text: string): void => decoder.push(new TextEncoder().encode(text));
  return { told, decoder, push };
}

/** Decodes bytes cut into reads, to the end of the body unless the format's own end came first. */
function decode(reads: readonly Uint8Array[], changes?: Partial<SseJsonFormat>): { told: unknown[]; error?: string } {
  const { told, decoder } = open(changes);
  try {
    for (const read of reads) if (!decoder.done) decoder.push(read);
    if (!decoder.done) decoder.end();
    return { told };
  } catch (error) {
    return { told, error: error instanceof LmError ? `${error.code}: ${error.message}` : String(error) };
  }
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('odd streams', () => {
  const cases: [string, string, unknown[]][] = [
    ['the plain form', 'data: {"a":1}\n\ndata: {"a":2}\n\ndata: [DONE]\n\n', [{ a: 1 }, { a: 2 }]],
    ['the last event lacks its blank line', 'data: {"a":1}\n\ndata: {"end":true}', [{ a: 1 }, { end: true }]],
    ['[DONE] lacks its line break', 'data: {"a":1}\n\ndata: [DONE]', [{ a: 1 }]],
    ['no [DONE], but complete', 'data: {"end":true}\n\n', [{ end: true }]],
    ['[DONE] with a space', 'data: {"a":1}\n\ndata: [DONE] \n\n', [{ a: 1 }]],
    ['data after [DONE]', 'data: [DONE]\n\ndata: {"a":1}\n\nerror: x\n\n{"error":"x"}\n\n', []],
    ['a byte order mark, CR LF, no space', '\uFEFFdata:{"a":1}\r\n\r\ndata:[DONE]\r\n\r\n', [{ a: 1 }]],
    ['CR alone', 'data: {"a":1}\r\rdata: {"a":2}\r\rdata: [DONE]\r\r', [{ a: 1 }, { a: 2 }]],
    ['LF CR LF', 'data: {"a":1}\n\r\ndata: [DONE]\n\r\n', [{ a: 1 }]],
    ['JSON over several lines', 'data: {\ndata: "a": 1\ndata: }\n\ndata: [DONE]\n\n', [{ a: 1 }]],
    ['blank lines first', '\n\n \n\ndata: {"a":1}\n\ndata: [DONE]\n\n', [{ a: 1 }]],
    ['comments', ': keep-alive\n\ndata: {"a":1}\n\n:\n\ndata: [DONE]\n\n', [{ a: 1 }]],
    ['a comment wrapped into data', 'data: : OPENROUTER PROCESSING\n\ndata: {"a":1}\n\ndata: [DONE]\n\n', [{ a: 1 }]],
    ['empty data', 'data:\n\ndata: \n\ndata: {"a":1}\n\ndata: [DONE]\n\n', [{ a: 1 }]],
    ['a ping without data', 'event: ping\n\ndata: {"a":1}\n\ndata: [DONE]\n\n', [{ a: 1 }]],
    ['a ping with empty JSON', 'event: ping\ndata: {}\n\ndata: [DONE]\n\n', [{ name: 'ping', json: {} }]],
    ['a null error', 'data: {"error":null,"a":1}\n\ndata: [DONE]\n\n', [{ error: null, a: 1 }]],
    ['text beyond ASCII', 'data: {"a":"Grüße 👋 世界"}\n\ndata: [DONE]\n\n', [{ a: 'Grüße 👋 世界' }]],
    ['a JSON body instead', '{"a":1}', [{ whole: { a: 1 } }]],
    ['a pretty JSON body instead', '\n\n{\n  "a": "data: x"\n}\n', [{ whole: { a: 'data: x' } }]],
    [
      'bare JSON that is not an error before the events',
      '{"queued":true}\n\ndata: {"a":1}\n\ndata: [DONE]\n\n',
      [{ a: 1 }],
    ],
  ];

  test.each(cases)('%s', (_name, text, expected) => {
    const bytes = bytesOf(text);
    expect(decode([bytes])).toEqual({ told: expected });
    for (let at = 1; at < bytes.length; at += 1) {
      expect(decode([bytes.slice(0, at), bytes.slice(at)]), `split at ${at}`).toEqual({ told: expected });
    }
    expect(decode(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual({ told: expected });
  });
});

describe('errors in every form', () => {
  const cases: [string, string, RegExp][] = [
    ['an object', 'data: {"error":{"message":"boom","code":"c"}}\n\n', /^server_error: .*boom/],
    ['a string', 'data: {"error":"boom"}\n\n', /^server_error: .*boom/],
    ['with a status within', 'data: {"error":{"message":"boom","code":429}}\n\n', /^rate_limited: .*boom/],
    ['flat', 'data: {"object":"error","message":"boom"}\n\n', /^server_error: .*boom/],
    ['a list of one', 'data: [{"error":{"message":"boom"}}]\n\n', /^server_error: .*boom/],
    ['followed by [DONE]', 'data: {"error":{"message":"boom"}}\n\ndata: [DONE]\n\n', /^server_error: .*boom/],
    ['event: error', 'event: error\ndata: {"message":"boom"}\n\n', /^server_error: .*boom/],
    ['event: error with text', 'event: error\ndata: boom\n\n', /^server_error: .*boom/],
    ['data: error: text', 'data: error: boom\n\n', /^server_error: .*status 200 .*: boom/],
    [
      'a field line (old llama.cpp)',
      'error: {"code":500,"message":"boom"}\n\ndata: [DONE]\n\n',
      /^server_error: .*boom/,
    ],
    ['a field line within', 'data: {"a":1}\n\nerror: {"message":"boom"}\n\n', /^server_error: .*boom/],
    ['bare', '{"error":{"message":"boom"}}', /^server_error: .*boom/],
    [
      'bare, pretty, in a list',
      '[\n  {\n    "error": {\n      "message": "boom"\n    }\n  }\n]\n',
      /^server_error: .*boom/,
    ],
    ['bare, then [DONE]', '{"error":{"message":"boom"}}\n\ndata: [DONE]\n\n', /^server_error: .*boom/],
    ['bare after a comment', ': x\n\n{"error":{"message":"boom"}}\n', /^server_error: .*boom/],
    [
      'bare and pretty after events',
      'data: {"a":1}\n\n{\n  "error": {\n    "message": "boom"\n  }\n}\n',
      /^server_error: .*boom/,
    ],
    [
      'bare after events, then [DONE]',
      'data: {"a":1}\n\n{"error":"boom"}\n\ndata: [DONE]\n\n',
      /^server_error: .*boom/,
    ],
    ['a page', '<!doctype html><title>boom</title>', /^unexpected_response: .*an HTML page/],
    ['a page after a comment', ': x\n\n<html>boom</html>\n', /^unexpected_response: .*an HTML page/],
    ['a sentence', 'upstream connect error', /^unexpected_response: .*no event stream/],
    ['nothing', '', /^stream_truncated: .*without a single event/],
    ['comments alone', ': x\n\n: x\n\n', /^stream_truncated: .*without a single event/],
    ['no end', 'data: {"a":1}\n\n', /^stream_truncated: .*before its end mark/],
    ['half an event', 'data: {"a":1}\n\ndata: {"a":', /^parse_error: .*not valid JSON/],
    ['half a body', '{"a":', /^parse_error/],
  ];

  test.each(cases)('%s', (_name, text, expected) => {
    const bytes = bytesOf(text);
    const whole = decode([bytes]);
    expect(whole.error).toMatch(expected);
    for (let at = 1; at < bytes.length; at += 1) {
      expect(decode([bytes.slice(0, at), bytes.slice(at)]), `split at ${at}`).toEqual(whole);
    }
  });

  test('a format may know others', () => {
    const failure = new LmError('model_crashed', 'It crashed.');
    const { push } = open({ errorIn: (json: { crash?: boolean }) => (json.crash ? failure : undefined) });
    push('data: {"crash":false}\n\n');
    expect(thrownBy(() => push('data: {"crash":true}\n\n'))).toBe(failure);
  });
});

describe('what cannot be read', () => {
  test.each([
    ['an event', 'data: {"text":"the canary sings"\n\n'],
    ['a body', '{"text":"the canary sings"'],
    ['a stray line', 'the canary sings'],
    ['a page', '<html>the canary sings</html>'],
  ])('%s is not quoted', (_name, text) => {
    const { decoder, push } = open();
    const error = thrownBy(() => {
      push(text);
      decoder.end();
    });
    expect(isLmError(error)).toBe(true);
    expect(`${String(error)} ${inspect(error, { depth: 9 })} ${JSON.stringify(error)}`).not.toContain('canary');
  });
});

describe('limits', () => {
  test('an event is bounded', () => {
    const { push } = open({}, { maxEventBytes: 100 });
    push('data: ');
    expect(thrownBy(() => push('x'.repeat(101)))).toMatchObject({ code: 'limit_exceeded' });
  });

  test('a body in place of events is bounded', () => {
    const { push } = open({}, { maxBodyBytes: 100 });
    push('{"a":"');
    expect(thrownBy(() => push('x'.repeat(100)))).toMatchObject({ code: 'limit_exceeded' });
  });

  test('blank bytes before a body do not pile up', () => {
    const { push, decoder, told } = open({}, { maxBodyBytes: 50_000 });
    for (let blanks = 0; blanks < 100; blanks += 1) push(' \n'.repeat(1000));
    push('{"a":1}');
    decoder.end();
    expect(told).toEqual([{ whole: { a: 1 } }]);
  });
});

test('is done at the end mark, not before', () => {
  const { decoder, push } = open();
  push('data: {"a":1}\n\n');
  expect(decoder.done).toBe(false);
  push('data: [DONE]\n\n');
  expect(decoder.done).toBe(true);
});
