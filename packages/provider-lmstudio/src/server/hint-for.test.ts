import { ApiError, LmError } from '@lmux/core/provider';
import { describe, expect, test } from 'vitest';
import { hintFor } from './hint-for.js';

const FACTS = { origin: 'http://localhost:1234', prefix: '', native: true } as const;
const failed = (init: ConstructorParameters<typeof LmError>[2], message = 'No connection to the server.') =>
  new LmError('connection_failed', message, init);
const api = (code: 'unexpected_response' | 'model_load_failed' | 'context_overflow', message = 'No.') =>
  new ApiError(code, message, { status: 200 });

describe('a connection that', () => {
  test.each([
    ['was refused', { code: 'ECONNREFUSED' }, 'http://localhost:1234', /lms server start --port 1234\)/],
    ['was refused within', { cause: { code: 'ECONNREFUSED' } }, 'http://127.0.0.1:99', /--port 99\)/],
    ['was refused elsewhere', { code: 'ECONNREFUSED' }, 'http://desk', /--port 80 with --bind 0\.0\.0\.0/],
  ])('%s', (_, cause, origin, hint) => {
    expect(hintFor(failed({ cause }), { ...FACTS, origin })).toMatch(hint);
  });

  test('a browser could not make names CORS', () => {
    expect(
      hintFor(failed({ cause: new TypeError('x') }, 'The connection broke before an answer came.'), FACTS),
    ).toContain('--cors');
  });

  test.each([
    [{ cause: { code: 'ECONNRESET' } }, 'The connection broke in the middle of the answer.'],
    [{ cause: { code: 'ENOTFOUND' } }, 'No connection to the server.'],
    [{}, 'The connection broke in the middle of the answer.'],
  ])('needs no more words', (init, message) => {
    expect(hintFor(failed(init, message), FACTS)).toBeUndefined();
  });
});

describe('a response that was not expected', () => {
  test.each([
    ['lmstudio', true, /0\.4/],
    ['lmstudio', false, /does not have this route/],
    ['lmstudio-at-root', true, /not below \/x/],
    ['other', true, /is not LM Studio/],
    ['unknown', true, /^none$/],
    [undefined, true, /^none$/],
  ] as const)('from %s (native: %s)', (identity, native, hint) => {
    const given = hintFor(api('unexpected_response'), { ...FACTS, prefix: '/x', native, identity });
    expect(given ?? 'none').toMatch(hint);
  });
});

test('a load that the guardrail stopped names the command', () => {
  expect(hintFor(api('model_load_failed', 'insufficient system resources'), FACTS)).toContain('lms load');
  expect(hintFor(api('model_load_failed'), FACTS)).toBeUndefined();
  expect(hintFor(api('context_overflow'), FACTS)).toBeUndefined();
});
