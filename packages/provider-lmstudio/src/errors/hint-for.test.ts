import { ApiError, LmError } from '@lmux/core/provider';
import { describe, expect, test } from 'vitest';
import { hintFor } from './hint-for.js';

const FACTS = { origin: 'http://localhost:1234', prefix: '', native: true } as const;
const failed = (init: ConstructorParameters<typeof LmError>[2], message = 'No connection to the server.') =>
  new LmError('connection_failed', message, init);
const api = (code: 'unexpected_response' | 'model_load_failed' | 'context_overflow', message = 'No.') =>
  new ApiError(code, message, { status: 200 });

describe('the hint for a failed connection', () => {
  test.each([
    ['a refused connection', { code: 'ECONNREFUSED' }, 'http://localhost:1234', /"lms server start --port 1234"/],
    ['a nested cause', { cause: { code: 'ECONNREFUSED' } }, 'http://127.0.0.1:99', /--port 99"/],
    ['another machine', { code: 'ECONNREFUSED' }, 'http://desk', /--port 80 --bind 0\.0\.0\.0"/],
  ])('contains the command for %s', (_, cause, origin, hint) => {
    expect(hintFor(failed({ cause }), { ...FACTS, origin })).toMatch(hint);
  });

  test('mentions CORS in a browser', () => {
    expect(
      hintFor(failed({ cause: new TypeError('x') }, 'The connection broke before an answer came.'), FACTS),
    ).toContain('--cors');
  });

  test.each([
    [{ cause: { code: 'ECONNRESET' } }, 'The connection broke in the middle of the answer.'],
    [{ cause: { code: 'ENOTFOUND' } }, 'No connection to the server.'],
    [{}, 'The connection broke in the middle of the answer.'],
  ])('is empty for other causes: %j', (init, message) => {
    expect(hintFor(failed(init, message), FACTS)).toBeUndefined();
  });
});

describe('the hint for an unexpected response', () => {
  test.each([
    ['lmstudio', true, /0\.4/],
    ['lmstudio', false, /without this endpoint/],
    ['lmstudio-at-root', true, /not below \/x/],
    ['other', true, /is not LM Studio/],
    ['unknown', true, /^none$/],
    [undefined, true, /^none$/],
  ] as const)('matches the server %s (native: %s)', (identity, native, hint) => {
    const given = hintFor(api('unexpected_response'), { ...FACTS, prefix: '/x', native, identity });
    expect(given ?? 'none').toMatch(hint);
  });
});

test('the hint for a load stopped by the memory guardrail contains the command', () => {
  expect(hintFor(api('model_load_failed', 'insufficient system resources'), FACTS)).toContain('lms load');
  expect(hintFor(api('model_load_failed'), FACTS)).toBeUndefined();
  expect(hintFor(api('context_overflow'), FACTS)).toBeUndefined();
});
