import { growthOf, LINEAR } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { secretHider } from './hide-secrets.js';
import { maskSecrets } from './redact.js';

/** Keys of several kinds. Nothing but the request tells that they are keys. */
const KEYS = [
  '84f2d0b1c9e74a5db21f0c3e9a8b7d66',
  'Kd93hZ0qPwLm27VxTy18',
  'tgp_v1_Qm8sK2xWb7Lr4NcT9vYh',
  '3f0c8a52-7b1e-4d9a-b6c4-2e9f7a1d5c08',
  'h0rse/battery+staple==97',
  'schlüssel-für-die-tür-42',
  'sk-proj-Qm8sK2xWb7Lr4NcT9vYh',
];

/** Keys of words. Nothing tells their parts from other words, except for a mask next to them. */
const WORDS = ['purple-monkey-dishwasher-lamp', 'purple.monkey.dishwasher.lamp', 'corp/prod/gateway/9Q8w7E6r'];

/** Returns the longest part of the key that a text shows, without regard to case. */
function shownPart(text: string, key: string): string {
  let longest = '';
  for (let from = 0; from < key.length; from += 1) {
    for (let to = from + longest.length + 1; to <= key.length; to += 1) {
      if (!text.toLowerCase().includes(key.slice(from, to).toLowerCase())) break;
      longest = key.slice(from, to);
    }
  }
  return longest;
}

/**
 * The ways in which servers show a rejected key.
 *
 * - OpenAI: https://github.com/continuedev/continue/issues/10078, issues/11617 and issues/11442, with `sk-...` and four characters
 * - xAI: https://github.com/continuedev/continue/issues/10778
 * - DeepSeek: https://github.com/continuedev/continue/issues/11820
 * - Google: https://github.com/google/generative-ai-docs/issues/356
 * - LiteLLM: https://github.com/BerriAI/litellm/issues/24680, https://github.com/cline/cline/issues/1766 and
 *   https://github.com/aliasrobotics/cai/issues/281
 */
const QUOTATIONS: readonly (readonly [name: string, quote: (key: string) => string])[] = [
  ['OpenAI', (key) => `Incorrect API key provided: ${key.slice(0, 8)}${'*'.repeat(40)}${key.slice(-4)}. You can find`],
  ['OpenAI, short', (key) => `Incorrect API key provided: ${key.slice(0, 4)}...${key.slice(-4)}. You can find`],
  ['xAI', (key) => `Incorrect API key provided: ${key.slice(0, 2)}***${key.slice(-2)}. You can obtain an API key`],
  ['DeepSeek', (key) => `Authentication Fails, Your api key: ****${key.slice(-4)} is invalid`],
  ['Google', (key) => `Permission denied: Consumer 'api_key:${key}' has been suspended.`],
  ['LiteLLM', (key) => `Invalid proxy server token passed. Received API Key = sk-...${key.slice(-4)}, Key Hash`],
  ['LiteLLM, whole', (key) => `LiteLLM Virtual Key expected. Received=${key}, expected to start with 'sk-'.`],
  ['LiteLLM, not found', (key) => `Invalid proxy server token passed. key=${key} not found in db.`],
  ['the beginning', (key) => `Unknown key ${key.slice(0, 12)}… was refused`],
  ['the beginning, short', (key) => `Unknown key "${key.slice(0, 6)}…"`],
  ['a space before the dots', (key) => `Unknown key ${key.slice(0, 6)} ... ${key.slice(-6)}`],
  ['both ends', (key) => `Unknown key ${key.slice(0, 6)}…${key.slice(-4)}`],
  ['bullets', (key) => `Unknown key ${key.slice(0, 4)}••••••••${key.slice(-4)}`],
  ['the letter x', (key) => `Unknown key ${key.slice(0, 5)}xxxxxxxx${key.slice(-5)}`],
  ['eight characters before asterisks', (key) => `Unknown key ${key.slice(0, 8)}***`],
  ['eight characters before dots', (key) => `Unknown key ${key.slice(0, 8)}... and ...${key.slice(-8)}`],
  ['eight characters before a bracket', (key) => `Unknown key ${key.slice(0, 8)}[...]${key.slice(-4)}`],
  ['eight characters before a tag', (key) => `Unknown key ${key.slice(0, 8)}<redacted>`],
  ['ten characters before an underscore', (key) => `Unknown key ${key.slice(0, 10)}____${key.slice(-10)}`],
  ['bullets with spaces', (key) => `Unknown key ${key.slice(0, 6)} • • • • ${key.slice(-4)}`],
  ['a word', (key) => `Unknown key ${key.slice(0, 5)}[REDACTED]${key.slice(-5)}`],
  ['a tag', (key) => `Unknown key ${key.slice(0, 5)}<hidden>${key.slice(-5)}`],
  ['the middle', (key) => `Key part ${key.slice(4, 14)} is malformed`],
  ['the end, cut off', (key) => `The server received the header value ${key.slice(0, 7)}`],
  ['another case', (key) => `Unknown key ${key.toUpperCase()}`],
  ['JSON in a URL', (key) => `GET /login?next=${encodeURIComponent(JSON.stringify({ key }))}`],
  ['a URL', (key) => `GET /?key=${encodeURIComponent(key)}`],
  ['a URL in a URL', (key) => `GET /?next=${encodeURIComponent(`/?key=${encodeURIComponent(key)}`)}`],
  ['HTML', (key) => `key ${[...key].map((letter) => `&#${letter.codePointAt(0)};`).join('')} unknown`],
  [
    'escapes of JSON',
    (key) => `key ${[...key].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}`,
  ],
  ['UTF-8 read as Latin-1', (key) => `key ${Buffer.from(key).toString('latin1')} unknown`],
  ['Base64', (key) => `Authorization: Basic ${Buffer.from(key).toString('base64')}`],
  ['Base64 for URLs', (key) => `key ${Buffer.from(`a${key}`).toString('base64url')}`],
  ['Base64 of a pair', (key) => `Basic ${Buffer.from(`u1:${key}`).toString('base64')}`],
];

describe.each([...KEYS, ...WORDS])('a key such as %s', (key) => {
  test.each(WORDS.includes(key) ? QUOTATIONS.filter(([name]) => name !== 'the middle') : QUOTATIONS)(
    'is hidden as it is shown by %s',
    (_name, quote) => {
      const hidden = maskSecrets(quote(key), [key]);
      expect(shownPart(hidden, key).length, hidden).toBeLessThan(4);
      const inner = Buffer.from(key).toString('base64').slice(4, -4);
      expect(shownPart(hidden, inner).length, hidden).toBeLessThan(8);
    },
  );
});

test.each(['', 'a', 'a:', 'ab:'])('Base64 of a key after %j is hidden, also without its ends', (before) => {
  for (const key of KEYS) {
    const encoded = Buffer.from(before + key).toString('base64');
    for (const shown of [encoded, encoded.slice(5, -5)]) {
      const hidden = maskSecrets(`Basic ${shown} is invalid`, [key]);
      expect(shownPart(hidden, shown).length, hidden).toBeLessThan(8);
    }
  }
});

test.each([
  ['&amp;', '&lt;', '&apos;'],
  ['&#38;', '&#60;', '&#39;'],
  ['&#x26;', '&#x3C;', '&#X27;'],
])('a key with the entities %s, %s and %s of HTML is hidden', (...entities) => {
  // No 8 characters of the key are without an entity.
  const key = "Kd93hZ&qPwLm2<VxTy18'aB3dE7&";
  const shown = key.replaceAll(/[&<']/g, (character) => entities["&<'".indexOf(character)] ?? '');
  expect(maskSecrets(`Unknown key (${shown})`, [key])).toBe('Unknown key (***)');
});

describe('words', () => {
  const MESSAGES = [
    'The model "lm-studio/test-model" was not found. Start Ollama, or pull the model with "ollama pull".',
    'Invalid value for parameter "messages": none of the messages has the role "user".',
    'Rate limit reached for requests per minute... Please retry later — or upgrade.',
    'Unsupported content type application/json. See https://example.com/docs/production for details.',
    'No such file or directory: /models/production/key.gguf [Errno 2]',
    'This is **important**: authentication required <br> xxx --- ... ',
  ];

  test.each([
    'application',
    'product',
    'example.com',
    'my-company',
    'https://api.example.org/v9',
    'Testing',
    'mess4geQ',
  ])('are not hidden because a header contains %s', (value) => {
    const others = MESSAGES.filter((message) => !message.includes(value));
    expect(others.map(secretHider([value, 'Bearer important']))).toEqual(others);
  });

  test('that are a secret are hidden only as complete words while they are short', () => {
    const hide = secretHider(['lion', 'counterclockwise']);
    expect(hide('lion may not use lions, counterclockwise!')).toBe('*** may not use lions, ***!');
  });

  test.each([
    ['quota', 'The code is insufficient_quota', ''],
    ['length', 'context_length_exceeded or context-length', 'context_length_exceeded or context-***'],
    ['production', 'Reproduction of production', 'Reproduction of ***'],
    ['a_b_c', 'a_b_cd a_b_c', 'a_b_cd ***'],
    ['1234', 'a limit of 12345 tokens, key 1234', 'a limit of 12345 tokens, key ***'],
    ['x1234', 'x12345 and ax1234b', 'x12345 and a***b'],
    ['http://', 'http://localhost', ''],
  ])('such as %s are not hidden inside of another word or number', (secret, text, shown) => {
    expect(secretHider([secret])(text)).toBe(shown || text);
  });

  test('before a credential are not hidden', () => {
    expect(secretHider(['Bearer abc-9876543', 'abc-9876543'])('Bearer authentication with abc-9876543')).toBe(
      'Bearer authentication with ***',
    );
  });
});

describe('the work', () => {
  const secret = 'a1'.repeat(600);
  test.each([
    ['parts of a secret', 'a1a1a1a1-'],
    ['masks', 'a1a1…'],
    ['escapes', '%2561'],
    ['almost escapes', String.raw`\u00`],
    ['the secret again and again', 'a1'],
  ])('grows with the length of a text of %s', { timeout: 20_000 }, async (_name, piece) => {
    const hide = secretHider([secret, 'short', 'correct horse']);
    const growth = await growthOf(400_000, (length) => {
      const text = piece.repeat(length / piece.length);
      return () => hide(text);
    });
    expect(growth).toBeLessThan(LINEAR);
  });
});
