import type { CallOptions, ClientConfig } from '@lmux/core';
import { expect, test } from 'vitest';
import { checkTimeMs } from './check-time.js';

type Settings = Pick<CallOptions, 'timeout' | 'timeouts'>;

test.each<[options: Settings, config: Partial<ClientConfig>, spentMs: number, expected: number]>([
  [{}, {}, 100_000, 1000],
  [{ timeout: 0 }, { timeout: 500 }, 400, 1000],
  [{ timeout: 500 }, {}, 400, 100],
  [{ timeouts: { timeout: 500 } }, { timeout: 10_000 }, 400, 100],
  [{ timeout: 9000, timeouts: { total: 500 } }, {}, 500, 0],
  [{}, { timeouts: { total: 500 } }, 600, 0],
  [{}, { timeout: 5000 }, 400, 1000],
  [{ timeouts: { firstByte: 5 } }, { timeout: 500 }, 400, 100],
])('with the options %j and the configuration %j, after %d ms, the check may take %d ms', (...args) => {
  const [options, config, spentMs, expected] = args;
  expect(checkTimeMs(options, { provider: 'ollama', ...config }, spentMs)).toBe(expected);
});
