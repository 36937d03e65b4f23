import { ApiError, LmError } from '@lmux/core/provider';
import { describe, expect, test } from 'vitest';
import { hintFor, startHint } from './hint-for.js';

const FACTS = { origin: 'http://localhost:1234', prefix: '', native: true } as const;
const failed = (init: ConstructorParameters<typeof LmError>[2]) =>
  new LmError('connection_failed', 'Could not connect to the server.', init);
const api = (code: 'unexpected_response' | 'model_load_failed' | 'context_overflow', message = 'No.') =>
  new ApiError(code, message, { status: 200 });

describe('the hint for a failed connection', () => {
  test.each([
    ['this machine', 'http://localhost:1234', /"lms server start --port 1234"/],
    ['a loopback address', 'http://127.0.0.1:99', /--port 99"/],
    ['another machine', 'http://desk', /--port 80 --bind 0\.0\.0\.0"/],
  ])('contains the command for %s', (_, origin, hint) => {
    expect(startHint(origin)).toMatch(hint);
  });

  test.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND'])('is empty for %s', (code) => {
    expect(hintFor(failed({ cause: { code } }), FACTS)).toBeUndefined();
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

test('the hint for a rejected token says where to create one, and is absent for a proxy and for errors that no server sent', () => {
  const rejected = (status: number) => new ApiError('authentication', 'No.', { status });
  expect(hintFor(rejected(401), FACTS)).toContain('Create a token');
  expect(hintFor(rejected(407), FACTS)).toBeUndefined();
  expect(hintFor(new LmError('authentication', 'The proxy requires a user and password.'), FACTS)).toBeUndefined();
});

test('the hint for a load stopped by the memory guardrail contains the command', () => {
  expect(hintFor(api('model_load_failed', 'insufficient system resources'), FACTS)).toContain('lms load');
  expect(hintFor(api('model_load_failed'), FACTS)).toBeUndefined();
  expect(hintFor(api('context_overflow'), FACTS)).toBeUndefined();
});
