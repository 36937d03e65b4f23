import { inspect } from 'node:util';
import { thrownBy } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import { isLmError } from '../errors/guards.js';
import { responseContext } from '../../test/support/response-context.js';
import type { ResponseContext } from './body-decoder.js';
import { SseJsonDecoder } from './sse-json-decoder.js';
import type { SseJsonFormat } from './json-format.js';

/** Opens a decoder with a format like OpenAI's, which is complete after an event with `end`. */
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

/** Decodes reads to the end of the body, or to the end marker of the format if that comes first. */
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

describe('decodes', () => {
  const cases: [string, string, unknown[]][] = [
    ['a stream in the usual form', 'data: {"a":1}\n\ndata: {"a":2}\n\ndata: [DONE]\n\n', [{ a: 1 }, { a: 2 }]],
    ['a last event without a blank line', 'data: {"a":1}\n\ndata: {"end":true}', [{ a: 1 }, { end: true }]],
    ['[DONE] without a line break', 'data: {"a":1}\n\ndata: [DONE]', [{ a: 1 }]],
    ['a complete stream without [DONE]', 'data: {"end":true}\n\n', [{ end: true }]],
    ['[DONE] with a space', 'data: {"a":1}\n\ndata: [DONE] \n\n', [{ a: 1 }]],
    ['data after [DONE]', 'data: [DONE]\n\ndata: {"a":1}\n\nerror: x\n\n{"error":"x"}\n\n', []],
    ['a byte order mark, CRLF and no space', '\uFEFFdata:{"a":1}\r\n\r\ndata:[DONE]\r\n\r\n', [{ a: 1 }]],
    ['CR as the line end', 'data: {"a":1}\r\rdata: {"a":2}\r\rdata: [DONE]\r\r', [{ a: 1 }, { a: 2 }]],
    ['LF and CRLF mixed', 'data: {"a":1}\n\r\ndata: [DONE]\n\r\n', [{ a: 1 }]],
    ['JSON in several data lines', 'data: {\ndata: "a": 1\ndata: }\n\ndata: [DONE]\n\n', [{ a: 1 }]],
    ['blank lines first', '\n\n \n\ndata: {"a":1}\n\ndata: [DONE]\n\n', [{ a: 1 }]],
    ['comments', ': keep-alive\n\ndata: {"a":1}\n\n:\n\ndata: [DONE]\n\n', [{ a: 1 }]],
    ['a comment wrapped into data', 'data: : OPENROUTER PROCESSING\n\ndata: {"a":1}\n\ndata: [DONE]\n\n', [{ a: 1 }]],
    ['empty data', 'data:\n\ndata: \n\ndata: {"a":1}\n\ndata: [DONE]\n\n', [{ a: 1 }]],
    ['a ping without data', 'event: ping\n\ndata: {"a":1}\n\ndata: [DONE]\n\n', [{ a: 1 }]],
    ['a ping with empty JSON', 'event: ping\ndata: {}\n\ndata: [DONE]\n\n', [{ name: 'ping', json: {} }]],
    ['a null error', 'data: {"error":null,"a":1}\n\ndata: [DONE]\n\n', [{ error: null, a: 1 }]],
    ['text that is not ASCII', 'data: {"a":"Grüße 👋 世界"}\n\ndata: [DONE]\n\n', [{ a: 'Grüße 👋 世界' }]],
    ['a JSON body in place of a stream', '{"a":1}', [{ whole: { a: 1 } }]],
    ['a formatted JSON body in place of a stream', '\n\n{\n  "a": "data: x"\n}\n', [{ whole: { a: 'data: x' } }]],
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

describe('throws the error for', () => {
  const cases: [string, string, RegExp][] = [
    ['an error that is an object', 'data: {"error":{"message":"boom","code":"c"}}\n\n', /^server_error: .*boom/],
    ['an error that is a string', 'data: {"error":"boom"}\n\n', /^server_error: .*boom/],
    ['an error that contains its status', 'data: {"error":{"message":"boom","code":429}}\n\n', /^rate_limited: .*boom/],
    ['an error without nesting', 'data: {"object":"error","message":"boom"}\n\n', /^server_error: .*boom/],
    ['an array with one error', 'data: [{"error":{"message":"boom"}}]\n\n', /^server_error: .*boom/],
    ['an error followed by [DONE]', 'data: {"error":{"message":"boom"}}\n\ndata: [DONE]\n\n', /^server_error: .*boom/],
    ['an event named error', 'event: error\ndata: {"message":"boom"}\n\n', /^server_error: .*boom/],
    ['an event named error that contains text', 'event: error\ndata: boom\n\n', /^server_error: .*boom/],
    ['data that begins with "error:"', 'data: error: boom\n\n', /^server_error: .*status 200 .*: boom/],
    [
      'a field named error (old llama.cpp)',
      'error: {"code":500,"message":"boom"}\n\ndata: [DONE]\n\n',
      /^server_error: .*boom/,
    ],
    ['a field named error after events', 'data: {"a":1}\n\nerror: {"message":"boom"}\n\n', /^server_error: .*boom/],
    ['bare JSON', '{"error":{"message":"boom"}}', /^server_error: .*boom/],
    [
      'bare and formatted JSON in an array',
      '[\n  {\n    "error": {\n      "message": "boom"\n    }\n  }\n]\n',
      /^server_error: .*boom/,
    ],
    ['bare JSON followed by [DONE]', '{"error":{"message":"boom"}}\n\ndata: [DONE]\n\n', /^server_error: .*boom/],
    ['bare JSON after a comment', ': x\n\n{"error":{"message":"boom"}}\n', /^server_error: .*boom/],
    [
      'bare and formatted JSON after events',
      'data: {"a":1}\n\n{\n  "error": {\n    "message": "boom"\n  }\n}\n',
      /^server_error: .*boom/,
    ],
    [
      'bare JSON after events, followed by [DONE]',
      'data: {"a":1}\n\n{"error":"boom"}\n\ndata: [DONE]\n\n',
      /^server_error: .*boom/,
    ],
    ['a page', '<!doctype html><title>boom</title>', /^unexpected_response: .*the HTML page "boom"/],
    ['a page after a comment', ': x\n\n<html>boom</html>\n', /^unexpected_response: .*an HTML page/],
    ['a sentence', 'upstream connect error', /^unexpected_response: .*instead of an event stream/],
    ['an empty body', '', /^stream_truncated: .*without a single event/],
    ['a body of comments', ': x\n\n: x\n\n', /^stream_truncated: .*without a single event/],
    ['a stream without an end marker', 'data: {"a":1}\n\n', /^stream_truncated: .*before its end mark/],
    ['an incomplete event', 'data: {"a":1}\n\ndata: {"a":', /^parse_error: .*not valid JSON/],
    ['an incomplete JSON body', '{"a":', /^parse_error/],
  ];

  test.each(cases)('%s', (_name, text, expected) => {
    const bytes = bytesOf(text);
    const whole = decode([bytes]);
    expect(whole.error).toMatch(expected);
    for (let at = 1; at < bytes.length; at += 1) {
      expect(decode([bytes.slice(0, at), bytes.slice(at)]), `split at ${at}`).toEqual(whole);
    }
  });

  test('an error that errorIn() of the format returns', () => {
    const failure = new LmError('model_crashed', 'It crashed.');
    const { push } = open({ errorIn: (json: { crash?: boolean }) => (json.crash ? failure : undefined) });
    push('data: {"crash":false}\n\n');
    expect(thrownBy(() => push('data: {"crash":true}\n\n'))).toBe(failure);
  });
});

describe('invalid data', () => {
  test.each([
    ['an event', 'data: {"text":"the canary sings"\n\n'],
    ['a body', '{"text":"the canary sings"'],
    ['a stray line', 'the canary sings'],
    ['a page', '<html>the canary sings</html>'],
  ])('is not quoted in the error if it is %s', (_name, text) => {
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
  test('maxEventBytes applies to an event', () => {
    const { push } = open({}, { maxEventBytes: 100 });
    push('data: ');
    expect(thrownBy(() => push('x'.repeat(101)))).toMatchObject({ code: 'limit_exceeded' });
  });

  test('maxBodyBytes applies to a body in place of events', () => {
    const { push } = open({}, { maxBodyBytes: 100 });
    push('{"a":"');
    expect(thrownBy(() => push('x'.repeat(100)))).toMatchObject({ code: 'limit_exceeded' });
  });

  test('maxBodyBytes does not include whitespace before a body', () => {
    const { push, decoder, told } = open({}, { maxBodyBytes: 50_000 });
    for (let blanks = 0; blanks < 100; blanks += 1) push(' \n'.repeat(1000));
    push('{"a":1}');
    decoder.end();
    expect(told).toEqual([{ whole: { a: 1 } }]);
  });
});

test('is done at the end marker and not before', () => {
  const { decoder, push } = open();
  push('data: {"a":1}\n\n');
  expect(decoder.done).toBe(false);
  push('data: [DONE]\n\n');
  expect(decoder.done).toBe(true);
});
