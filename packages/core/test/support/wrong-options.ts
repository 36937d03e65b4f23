import { type Case, chatOf } from './wrong-requests.js';

export const OPTIONS: readonly Case[] = [
  ['null', [...chatOf({}), null], 'invalid_request', '"options" must be an object; received null.'],
  [
    'an unknown key',
    [...chatOf({}), { sginal: 1 }],
    'invalid_request',
    'Unknown key "options.sginal". Did you mean "signal"?',
  ],
  [
    'an option of another operation',
    [...chatOf({}), { intervalMs: 1 }],
    'invalid_request',
    'Unknown key "options.intervalMs"',
  ],
  [
    'a signal of the wrong type',
    [...chatOf({}), { signal: true }],
    'invalid_request',
    '"options.signal" must be an AbortSignal; received true.',
  ],
  [
    'a negative timeout',
    [...chatOf({}), { timeout: -1 }],
    'invalid_request',
    '"options.timeout" must be a non-negative number; received -1.',
  ],
  [
    'an infinite timeout',
    [...chatOf({}), { timeout: Infinity }],
    'invalid_request',
    '"options.timeout" must be a non-negative number; received Infinity.',
  ],
  [
    'an unknown timeout',
    [...chatOf({}), { timeouts: { idel: 1 } }],
    'invalid_request',
    '"options.timeouts.idel". Did you mean "idle"?',
  ],
  [
    'a timeout that is a string',
    [...chatOf({}), { timeouts: { idle: '5s' } }],
    'invalid_request',
    '"options.timeouts.idle" must be a non-negative number; received a string.',
  ],
  [
    'headers that are not strings',
    [...chatOf({}), { headers: { a: 7391 } }],
    'invalid_request',
    '"options.headers.a" must be a string; received a number.',
  ],
  [
    'retry: true',
    [...chatOf({}), { retry: true }],
    'invalid_request',
    '"options.retry" must be false, a non-negative integer or an object; received true.',
  ],
  [
    'a negative number of retries',
    [...chatOf({}), { retry: -1 }],
    'invalid_request',
    '"options.retry" must be false, a non-negative integer or an object; received -1.',
  ],
  [
    'a fractional number of retries',
    [...chatOf({}), { retry: { maxRetries: 0.5 } }],
    'invalid_request',
    '"options.retry.maxRetries" must be a non-negative integer; received 0.5.',
  ],
  [
    'an unknown value of onUnsupported',
    [...chatOf({}), { onUnsupported: 'ignore' }],
    'invalid_request',
    '"options.onUnsupported" must be one of "error", "warn", "drop"; received "ignore".',
  ],
];
