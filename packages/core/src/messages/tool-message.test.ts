import { runInNewContext } from 'node:vm';
import { thrownBy } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import { toolMessage } from './tool-message.js';

const call = { id: 'call-1', name: 'get_weather' };

class RangeErrorWithCode extends RangeError {
  readonly code = 'far';
  constructor() {
    super('too far');
  }
}

/** Like AxiosError, whose toJSON() contains the headers of the request. */
class HttpError extends Error {
  override readonly message = 'Request failed';
  toJSON(): object {
    return { message: this.message, stack: this.stack, config: { headers: { authorization: 'Bearer SECRET' } } };
  }
}

class WithoutFields {
  readonly #hidden = 1;
  read(): number {
    return this.#hidden;
  }
}

describe('toolMessage', () => {
  test('has the id of the call', () => {
    expect(toolMessage(call, 'sunny')).toEqual({ role: 'tool', toolCallId: 'call-1', content: 'sunny' });
  });

  test.each<[kind: string, result: unknown, content: string]>([
    ['a string as it is', '{"a": 1}', '{"a": 1}'],
    ['an empty string as it is', '', ''],
    ['undefined as null', undefined, 'null'],
    ['null', null, 'null'],
    ['a number', 21.5, '21.5'],
    ['a boolean', false, 'false'],
    ['an object', { celsius: 21, at: new Date(0) }, '{"celsius":21,"at":"1970-01-01T00:00:00.000Z"}'],
    ['an array', [1, 'two', []], '[1,"two",[]]'],
    ['an empty object', {}, '{}'],
    ['an empty object of another realm', runInNewContext('({})'), '{}'],
    ['an object without a prototype', Object.create(null), '{}'],
    ['a value with toJSON()', { toJSON: () => ({ a: 1 }) }, '{"a":1}'],
    ['an error as its message', new TypeError('no such city', { cause: 'secret' }), '{"error":"no such city"}'],
    ['an error of another realm', runInNewContext('new Error("far")'), '{"error":"far"}'],
    ['an instance of an own class of errors', new RangeErrorWithCode(), '{"error":"too far"}'],
    ['an error without a message as its name', new RangeError(), '{"error":"RangeError"}'],
    ['an error of lmux', new LmError('closed', 'The client is closed.'), '{"error":"The client is closed."}'],
    [
      'an error without its secrets',
      new Error('GET https://me:hunter2@host.test/?api_key=abc with Bearer abc.def.ghi'),
      '{"error":"GET https://***@host.test/?api_key=*** with ***"}',
    ],
    ['errors inside of a value without their secrets', [new Error('Bearer abcdefgh')], '["***"]'],
    ['a string with something like a secret as it is', 'Bearer abcdefgh', 'Bearer abcdefgh'],
    ['errors inside of a value', { ok: false, error: new Error('late') }, '{"ok":false,"error":"late"}'],
    ['an error with toJSON() as its message', new HttpError(), '{"error":"Request failed"}'],
    ['an error with toJSON() inside of a value', { error: new HttpError() }, '{"error":"Request failed"}'],
    [
      'the outcome of Promise.allSettled()',
      [{ status: 'rejected', reason: new HttpError() }],
      '[{"status":"rejected","reason":"Request failed"}]',
    ],
    ['an object without its functions', { a: 1, read: () => 1 }, '{"a":1}'],
    ['an object with optional fields', { a: undefined }, '{}'],
    ['a number that JSON does not have as null', { celsius: NaN }, '{"celsius":null}'],
  ])('sends %s', (_, result, content) => {
    expect(toolMessage(call, result).content).toBe(content);
  });

  const bytes = new Uint8Array([0x89, 0x50]);
  test.each<[kind: string, result: unknown, content: unknown]>([
    ['an image', { type: 'image', image: bytes }, [{ type: 'image', image: bytes }]],
    [
      'a list of text and images',
      [
        { type: 'text', text: 'Two shots:' },
        { type: 'image', image: bytes, mediaType: 'image/png', detail: 'low' },
        { type: 'image', image: new URL('https://example.test/a.png') },
      ],
      [
        { type: 'text', text: 'Two shots:' },
        { type: 'image', image: bytes, mediaType: 'image/png', detail: 'low' },
        { type: 'image', image: new URL('https://example.test/a.png') },
      ],
    ],
    ['a text part', { type: 'text', text: 'sunny' }, [{ type: 'text', text: 'sunny' }]],
  ])('sends %s as content parts', (_, result, content) => {
    expect(toolMessage(call, result).content).toEqual(content);
  });

  test.each<[kind: string, result: object]>([
    ['an empty list', []],
    ['a list with something else', [{ type: 'text', text: 'a' }, 'b']],
    ['an object with another field', { type: 'text', text: 'a', language: 'en' }],
    ['an object with the type of another part', { type: 'constructor', text: 'a' }],
    ['a text part without text', { type: 'text' }],
    ['an image part without an image', { type: 'image', mediaType: 'image/png' }],
    ['an image of the Model Context Protocol', { type: 'image', data: 'AAAA', mimeType: 'image/png' }],
  ])('sends %s as JSON', (_, result) => {
    expect(toolMessage(call, result).content).toBe(JSON.stringify(result));
  });

  const circular: Record<string, unknown> = {};
  circular['self'] = { inner: circular };
  test.each<[kind: string, result: unknown, message: string]>([
    ['a bigint', 1n, 'a bigint. Pass a string'],
    ['a bigint inside', { rows: [1n] }, 'a bigint. Pass a string'],
    ['a value that contains itself', circular, 'a reference to itself, or'],
    ['a function', () => 1, 'a function. Pass'],
    ['a symbol', Symbol('x'), 'a symbol. Pass'],
    ['a promise', Promise.resolve(1), 'a Promise. Pass'],
    ['a promise inside', [{ weather: Promise.resolve(1) }], 'a Promise. Pass'],
    ['a map', new Map([['a', 1]]), 'a Map. Pass'],
    ['a set inside', { all: new Set([1]) }, 'a Set. Pass'],
    ['a response of fetch', new Response('x'), 'a Response. Pass'],
    ['a function in a list', [() => 1], 'a function. Pass'],
    ['a symbol in a list', { all: [Symbol('x')] }, 'a symbol. Pass'],
    ['an object of functions', { all: { read: () => 1 } }, 'an object with nothing but functions. Pass'],
    [
      'an instance without public fields',
      new WithoutFields(),
      'an instance of "WithoutFields" without public fields. Pass',
    ],
  ])('rejects %s and names the tool', (_, result, message) => {
    const error = failureOf(result);
    expect(error).toMatchObject({ name: 'LmError', code: 'invalid_request' });
    expect(error.message).toContain(
      `The result of tool "get_weather" cannot be written as JSON, because it contains ${message}`,
    );
  });

  test.each<[unknown, string]>([
    [undefined, 'received undefined.'],
    [null, 'received null.'],
    ['call-1', 'received a string.'],
    [[call], 'received an array.'],
    [{}, 'received an object.'],
    [{ name: 'f' }, 'received an object.'],
    [{ id: 1, name: 'f' }, 'received an object.'],
  ])('rejects the call %j', (given, message) => {
    const error = thrownBy(() => toolMessage(given as typeof call, 'sunny'));
    expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(message) });
  });

  test('has the error of a failing toJSON() as its cause', () => {
    const cause = new Error('broken');
    expect(
      failureOf({
        toJSON: () => {
          throw cause;
        },
      }).cause,
    ).toBe(cause);
  });

  test('does not show a name that the model made up', () => {
    const error = failureOf(1n, { ...call, name: 'my password is hunter2' });
    expect(error.message).toContain('The result of tool a string cannot');
  });
});

function failureOf(result: unknown, of = call): Error {
  try {
    toolMessage(of, result);
  } catch (error) {
    return error as Error;
  }
  throw new Error('toolMessage() did not throw.');
}
