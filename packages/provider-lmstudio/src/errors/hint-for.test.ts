import { FetchTransport } from '@lmux/core';
import { ApiError, LmError } from '@lmux/core/provider';
import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { hintFor } from './hint-for.js';

const FACTS = { origin: 'http://localhost:1234', prefix: '', native: true } as const;
const failed = (init: ConstructorParameters<typeof LmError>[2]) =>
  new LmError('connection_failed', 'Could not connect to the server.', init);
const api = (code: 'unexpected_response' | 'model_load_failed' | 'context_overflow', message = 'No.') =>
  new ApiError(code, message, { status: 200 });

/** The error of an exchange by way of this `fetch`. */
async function failureOf(fetch: typeof globalThis.fetch): Promise<LmError> {
  const signal = AbortSignal.timeout(5000);
  const request = {
    method: 'GET',
    url: 'http://localhost:1234',
    headers: {},
    signal,
    timeouts: { connect: 0 },
  } as const;
  return rejectionOf(
    new FetchTransport({ fetch })
      .send(request)
      .then(
        ({ body }) =>
          new Promise((resolve, reject) => body.start({ data() {}, end: () => resolve('end'), error: reject })),
      ),
  );
}

describe('a connection that', () => {
  test.each([
    ['was refused', { code: 'ECONNREFUSED' }, 'http://localhost:1234', /lms server start --port 1234\)/],
    ['was refused within', { cause: { code: 'ECONNREFUSED' } }, 'http://127.0.0.1:99', /--port 99\)/],
    ['was refused elsewhere', { code: 'ECONNREFUSED' }, 'http://desk', /--port 80 with --bind 0\.0\.0\.0/],
  ])('%s', (_, cause, origin, hint) => {
    expect(hintFor(failed({ cause }), { ...FACTS, origin })).toMatch(hint);
  });

  test('failed in a browser before the response names CORS', async () => {
    const error = await failureOf(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(hintFor(error, FACTS)).toContain('--cors');
  });

  test('failed in a browser during the response has no hint', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError('network error')) });
    const error = await failureOf(() => Promise.resolve(new Response(body)));
    expect(error.code).toBe('connection_failed');
    expect(hintFor(error, FACTS)).toBeUndefined();
  });

  test.each(['ECONNRESET', 'ENOTFOUND'])('failed with %s has no hint', (code) => {
    expect(hintFor(failed({ cause: { code } }), FACTS)).toBeUndefined();
  });
});

describe('an unexpected response', () => {
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
