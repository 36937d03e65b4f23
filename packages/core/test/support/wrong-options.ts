import { type Case, chatOf } from './wrong-requests.js';

export const OPTIONS: readonly Case[] = [
  ['no options', [...chatOf({}), null], 'invalid_request', 'options is null'],
  [
    'an unknown key',
    [...chatOf({}), { sginal: 1 }],
    'invalid_request',
    'Unknown key "options.sginal". Did you mean "signal"?',
  ],
  [
    'the interval of another call',
    [...chatOf({}), { intervalMs: 1 }],
    'invalid_request',
    'Unknown key "options.intervalMs"',
  ],
  [
    'a signal that is none',
    [...chatOf({}), { signal: true }],
    'invalid_request',
    '"options.signal" is true; allowed is an AbortSignal',
  ],
  ['a negative timeout', [...chatOf({}), { timeout: -1 }], 'invalid_request', '"options.timeout" is -1'],
  ['an endless timeout', [...chatOf({}), { timeout: Infinity }], 'invalid_request', 'allowed is a number from 0'],
  [
    'an unknown timeout',
    [...chatOf({}), { timeouts: { idel: 1 } }],
    'invalid_request',
    '"options.timeouts.idel". Did you mean "idle"?',
  ],
  [
    'a timeout as text',
    [...chatOf({}), { timeouts: { idle: '5s' } }],
    'invalid_request',
    '"options.timeouts.idle" is a string',
  ],
  [
    'headers of no texts',
    [...chatOf({}), { headers: { a: 7391 } }],
    'invalid_request',
    '"options.headers" is an object; allowed is an object of strings',
  ],
  ['retry: true', [...chatOf({}), { retry: true }], 'invalid_request', '"options.retry" is true; allowed is false'],
  ['a negative retry', [...chatOf({}), { retry: -1 }], 'invalid_request', '"options.retry" is -1'],
  [
    'half a retry',
    [...chatOf({}), { retry: { maxRetries: 0.5 } }],
    'invalid_request',
    '"options.retry.maxRetries" is 0.5',
  ],
  [
    'an unknown word',
    [...chatOf({}), { onUnsupported: 'ignore' }],
    'invalid_request',
    '"options.onUnsupported" is "ignore"',
  ],
];
