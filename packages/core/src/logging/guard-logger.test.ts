import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { guardLogger } from './guard-logger.js';
import { noopLogger, type Logger } from './logger.js';

const warned = vi.fn<(warning: Error) => void>();
beforeEach(() => void process.on('warning', warned));
afterEach(() => {
  process.off('warning', warned);
  warned.mockReset();
});

/** Lets process warnings and rejections arrive. An unhandled rejection would end the test run. */
const arrived = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

test('passes entries on to the methods that the logger has at that time, as its methods', () => {
  const entries: unknown[] = [];
  class Own implements Logger {
    readonly #entries = entries;
    debug(...entry: unknown[]): void {
      this.#entries.push(['debug', ...entry]);
    }
    info = this.debug.bind(this);
    warn = this.debug.bind(this);
    error = this.debug.bind(this);
  }
  const own = new Own();
  const logger = guardLogger(own);
  logger.debug('one', { a: 1 });
  own.debug = (...entry) => void entries.push(['replaced', ...entry]);
  logger.debug('two');
  expect(entries).toEqual([
    ['debug', 'one', { a: 1 }],
    ['replaced', 'two', undefined],
  ]);
});

test.each<[what: string, log: () => unknown]>([
  [
    'throws',
    () => {
      throw new Error('disk full');
    },
  ],
  [
    'throws undefined',
    () => {
      throw undefined as unknown as Error;
    },
  ],
  ['rejects', () => Promise.reject(new Error('disk full'))],
  [
    'returns a thenable that throws',
    () => ({
      // oxlint-disable-next-line unicorn/no-thenable
      then() {
        throw new Error('disk full');
      },
    }),
  ],
])('a logger that %s does not throw, and is reported once', async (_what, log) => {
  const logger = guardLogger({ debug: log, info: log, warn: log, error: log });
  for (const level of LEVELS) expect(logger[level]('entry')).not.toBeInstanceOf(Error);
  await arrived();
  expect(warned.mock.calls).toEqual([[expect.objectContaining({ code: 'LMUX_CALLBACK_ERROR' })]]);
  expect(warned.mock.calls[0]?.[0].message).toContain('The logger.debug that the application passed');
});

test('a logger without one of its methods does not fail a call either', async () => {
  const logger = guardLogger({ ...noopLogger, warn: undefined as never });
  logger.warn('entry');
  await arrived();
  expect(warned).toHaveBeenCalledOnce();
});

test('keeps the default logger and guards others once', () => {
  expect(guardLogger(noopLogger)).toBe(noopLogger);
  const logger = { ...noopLogger };
  expect(guardLogger(logger)).toBe(guardLogger(logger));
  expect(guardLogger(guardLogger(logger))).toBe(guardLogger(logger));
});
