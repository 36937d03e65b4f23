import { describe, expect, test } from 'vitest';
import { hidePrompts } from './hide-prompt.js';

const hidePrompt = (message: string, body: unknown): string => hidePrompts([message], body)[0] ?? '';

const chat = (content: unknown): unknown => ({ model: 'qwen', messages: [{ role: 'user', content }] });
const SECRET = 'My grandmother keeps the canary in a cage of gold and feeds it every day.';

describe('hidePrompt hides a quotation', () => {
  test.each<[string, unknown, string, string]>([
    ['of the entire prompt', chat(SECRET), `bad input: '${SECRET}'`, "bad input: '[prompt]'"],
    ['truncated at its end', chat(SECRET), `bad input: '${SECRET.slice(0, 30)}...'`, "bad input: '[prompt]...'"],
    ['truncated at its beginning', chat(SECRET), `bad input: '...${SECRET.slice(21)}'`, "bad input: '...[prompt]'"],
    ['truncated at both ends', chat(SECRET), `bad: ${SECRET.slice(5, 22)}!`, 'bad: [prompt]!'],
    ['that occurs twice', chat(SECRET), `${SECRET} and ${SECRET}`, '[prompt] and [prompt]'],
    ['of one line', chat('first line\r\n  second line  \nthird'), 'at "second line"', 'at "[prompt]"'],
    ['written as JSON', chat('say "canary"'), String.raw`at say \"canary\"`, 'at [prompt]'],
    [
      'with line breaks written as JSON',
      chat('first line\nsecond line'),
      String.raw`at first line\nsecond line`,
      String.raw`at [prompt]\n[prompt]`,
    ],
    ['of a text part', chat([{ type: 'text', text: SECRET }]), `bad ${SECRET}`, 'bad [prompt]'],
    [
      'of an image',
      chat([{ type: 'image_url', image_url: { url: `data:image/png;base64,${'AbCd'.repeat(99)}` } }]),
      `bad data:image/png;base64,${'AbCd'.repeat(9)}`,
      'bad [prompt]',
    ],
    ['of a completion', { prompt: SECRET }, `bad ${SECRET}`, 'bad [prompt]'],
    ['of an embedding', { input: ['short', SECRET] }, `bad ${SECRET}`, 'bad [prompt]'],
    ['of LM Studio', { input: 'something', system_prompt: SECRET }, `bad ${SECRET}`, 'bad [prompt]'],
    [
      'of the second of two that begin alike',
      chat([SECRET, `${SECRET.slice(0, 20)} another bird, a parrot.`]),
      `bad ${SECRET.slice(0, 20)} another bird, a parrot.`,
      'bad [prompt]',
    ],
  ])('%s', (_name, body, message, hidden) => {
    expect(hidePrompt(message, body)).toBe(hidden);
  });
});

describe('hidePrompt does not change', () => {
  test.each<[string, unknown, string]>([
    ['a message without a quotation', chat(SECRET), 'The model "qwen" does not exist.'],
    ['short words', chat('hi'), 'Say hi to the server.'],
    ['a short phrase that also occurs in the prompt', chat('Where is the canary?'), 'Where is the key?'],
    ['words of the API', chat([{ type: 'image_url', image_url: {} }]), 'image_url is not supported by this model'],
    ['a role', { messages: [{ role: 'assistant', content: 'x' }] }, 'unexpected role assistant'],
    ['a message without a request body', undefined, 'Not found'],
    ['a message for a request body of text', 'messages', 'messages'],
  ])('%s', (_name, body, message) => {
    expect(hidePrompt(message, body)).toBe(message);
  });
});

test('hidePrompt is fast on a long prompt', { timeout: 5000 }, () => {
  const long = Array.from({ length: 200_000 }, (_, index) => `word${index}`).join(' ');
  expect(hidePrompt(`bad "${long.slice(500_000, 504_000)}"`, chat(long))).toBe('bad "[prompt]"');
});
