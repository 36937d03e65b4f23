import { afterEach, expect, test, vi } from 'vitest';
import { reportCallbackError } from './report-callback-error.js';

afterEach(() => vi.unstubAllGlobals());

test('reports the first error of each owner as a process warning', () => {
  const emitWarning = vi.fn<(message: string, options: object) => void>();
  vi.stubGlobal('process', { emitWarning });
  const error = new Error('disk full');
  const logger = {};
  reportCallbackError('logger.debug', logger, error);
  reportCallbackError('logger.warn', logger, new Error('again'));
  reportCallbackError('observer.next', () => {}, 'text');
  expect(emitWarning.mock.calls).toEqual([
    [
      expect.stringContaining('The logger.debug that'),
      { type: 'LmuxWarning', code: 'LMUX_CALLBACK_ERROR', detail: error.stack },
    ],
    [
      expect.stringContaining('The observer.next that'),
      { type: 'LmuxWarning', code: 'LMUX_CALLBACK_ERROR', detail: 'text' },
    ],
  ]);
});

test('uses reportError and then console.error without process warnings', () => {
  vi.stubGlobal('process', undefined);
  const error = new Error('disk full');
  const reportError = vi.fn<(error: unknown) => void>();
  vi.stubGlobal('reportError', reportError);
  reportCallbackError('clock', {}, error);
  expect(reportError.mock.calls).toEqual([[error]]);
  vi.stubGlobal('reportError', undefined);
  const logged = vi.spyOn(console, 'error').mockReturnValue(undefined);
  reportCallbackError('clock', {}, error);
  expect(logged.mock.calls).toEqual([[expect.stringContaining('The clock that'), error]]);
  logged.mockRestore();
});

test.each([
  ['has no prototype', Object.create(null)],
  [
    'throws when its stack is read',
    Object.defineProperty(new Error('x'), 'stack', {
      get: () => {
        throw new Error('again');
      },
    }),
  ],
  [
    'throws whatever is read',
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('again');
        },
        getPrototypeOf: () => {
          throw new Error('again');
        },
      },
    ),
  ],
  ['is a symbol', Symbol('x')],
])('reports a value that %s', (_what, error: unknown) => {
  const emitWarning = vi.fn<(message: string, options: object) => void>();
  vi.stubGlobal('process', { emitWarning });
  reportCallbackError('clock', {}, error);
  expect(emitWarning.mock.calls).toEqual([
    [expect.any(String), expect.objectContaining({ detail: expect.any(String) as unknown })],
  ]);
});
