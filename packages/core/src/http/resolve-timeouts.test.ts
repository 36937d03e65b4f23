import { expect, test } from 'vitest';
import { resolveTimeouts, type ResolvedTimeouts, type TimeoutSettings } from './resolve-timeouts.js';

const DEFAULTS = {
  queue: 300_000,
  connect: 10_000,
  firstByte: 300_000,
  idle: 300_000,
  eventIdle: 0,
  consumer: 0,
  total: 300_000,
};

test.each<[string, TimeoutSettings, TimeoutSettings, Partial<ResolvedTimeouts>]>([
  ['nothing set', {}, {}, {}],
  ['the short form sets four timeouts', { timeout: 7 }, {}, { queue: 7, firstByte: 7, idle: 7, total: 7 }],
  ['the short form within timeouts', { timeouts: { timeout: 7 } }, {}, { queue: 7, firstByte: 7, idle: 7, total: 7 }],
  ['0 disables a timeout', { timeout: 0 }, {}, { queue: 0, firstByte: 0, idle: 0, total: 0 }],
  [
    'an individual timeout overrides the short form',
    { timeout: 7, timeouts: { idle: 3 } },
    {},
    { queue: 7, firstByte: 7, idle: 3, total: 7 },
  ],
  ['the client sets timeouts', {}, { timeouts: { connect: 1, eventIdle: 2 } }, { connect: 1, eventIdle: 2 }],
  ['the call overrides the client', { timeouts: { connect: 5 } }, { timeouts: { connect: 1 } }, { connect: 5 }],
  [
    "the call's short form overrides the client's individual timeout",
    { timeout: 7 },
    { timeouts: { idle: 3 } },
    { queue: 7, firstByte: 7, idle: 7, total: 7 },
  ],
  [
    "the client's short form still applies to the timeouts that the call does not set",
    { timeouts: { idle: 3 } },
    { timeout: 9 },
    { queue: 9, firstByte: 9, idle: 3, total: 9 },
  ],
])('%s', (_name, call, client, expected) => {
  expect(resolveTimeouts(call, client, false)).toEqual({ ...DEFAULTS, ...expected });
});

test('disables the total timeout of a long-running call by default', () => {
  expect(resolveTimeouts({}, {}, true)).toEqual({ ...DEFAULTS, total: 0 });
  expect(resolveTimeouts({ timeouts: { total: 9 } }, {}, true).total).toBe(9);
  expect(resolveTimeouts({}, { timeout: 9 }, true).total).toBe(9);
});
