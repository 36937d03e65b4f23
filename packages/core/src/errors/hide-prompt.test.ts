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
      'at [prompt]',
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
    ['with line breaks for blanks', chat(SECRET), `bad ${SECRET.replaceAll(' ', '\n')}!`, 'bad [prompt]!'],
    ['wrapped to lines', chat(SECRET), `bad\n${SECRET.replaceAll(/(.{1,20}) /g, '$1\r\n')}`, 'bad\n[prompt]'],
    ['with tabs for blanks', chat(SECRET), `bad ${SECRET.replaceAll(' ', '\t')}!`, 'bad [prompt]!'],
    ['with more blanks', chat(SECRET), `bad ${SECRET.replaceAll(' ', ' \u00A0 ')}!`, 'bad [prompt]!'],
    ['with fewer blanks', chat(SECRET.replaceAll(' ', '\t \n')), `bad ${SECRET}!`, 'bad [prompt]!'],
    ['in upper case', chat(SECRET), `bad ${SECRET.toUpperCase()}!`, 'bad [prompt]!'],
    [
      'in lower case with line breaks',
      chat(SECRET),
      `bad ${SECRET.toLowerCase().replaceAll(' ', '\n')}!`,
      'bad [prompt]!',
    ],
    ['of short lines', chat('my\nkey\nis\n078-05'), 'bad my key is 078-05!', 'bad [prompt]!'],
    [
      'of the description of a tool',
      { tools: [{ type: 'function', function: { name: 'f', description: SECRET } }] },
      `bad tools[0]: {"name":"f","description":"${SECRET}"}`,
      'bad tools[0]: {"name":"f","description":"[prompt]"}',
    ],
    [
      'of a description in a schema',
      { tools: [{ function: { parameters: { properties: { a: { type: 'string', description: SECRET } } } } }] },
      `bad a: ${SECRET}`,
      'bad a: [prompt]',
    ],
    ['of a function', { functions: [{ name: 'f', description: SECRET }] }, `bad ${SECRET}`, 'bad [prompt]'],
    [
      'of a response format',
      { response_format: { json_schema: { schema: { $comment: SECRET } } } },
      `bad ${SECRET}`,
      'bad [prompt]',
    ],
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
    ['a short line in another case', chat('not found'), 'Not found'],
    [
      'names, types and values of a schema',
      {
        tools: [
          {
            type: 'function',
            function: {
              name: 'get_weather_of_city',
              description: 'get_weather_of_city',
              parameters: { properties: { description: { type: 'string', enum: ['unknown_city_of_land'] } } },
            },
          },
        ],
      },
      `Invalid function get_weather_of_city: {"properties":{"description":{"type":"string","enum":["unknown_city_of_land"]}}}`,
    ],
    ['a message without a request body', undefined, 'Not found'],
    ['a message for a request body of text', 'messages', 'messages'],
  ])('%s', (_name, body, message) => {
    expect(hidePrompt(message, body)).toBe(message);
  });
});

const ACCENTS = 'Zoë & the café – naïve „fiancée“ at déjà vu';

describe('hidePrompts hides a quotation that is escaped', () => {
  test.each<[string, string, string]>([
    [
      'as ASCII-only JSON',
      ACCENTS,
      JSON.stringify(ACCENTS)
        .replaceAll(/[^\0-\u007F]/g, hexEscape)
        .slice(1, -1),
    ],
    ['as JSON in JSON', 'say "canary" to Zoë', String.raw`say \\\"canary\\\" to Zo\\u00eb`],
    ['as JSON in JSON in JSON', 'say "canary" to Zoë', String.raw`say \\\\\\\"canary\\\\\\\" to Zo\\\\u00EB`],
    ['as a pair of surrogates', 'the 🐤 is in its cage', String.raw`the \ud83d\udc24 is in its cage`],
    ['as Python writes a string', "Zoë's 🐤 and its cage", String.raw`Zo\xeb\'s \U0001f424 and its cage`],
    [
      'as Python writes bytes',
      'Zoë and 文字文字 cages',
      String.raw`Zo\xc3\xab and \xe6\x96\x87\xe5\xad\x97\xe6\x96\x87\xe5\xad\x97 cages`,
    ],
    ['as Rust writes a string', 'the 🐤 is in its cage', String.raw`the \u{1f424} is in its cage`],
    ['as C writes bytes', 'Zoë and the cage', String.raw`Zo\303\253 and the cage`],
    ['as HTML', `"Zoë" <b> & 'the cage'`, '&quot;Zo&#235;&quot; &lt;b&gt; &amp; &#x27;the cage&#39;'],
    ['as HTML of JSON', 'say "canary" to Zoë', String.raw`say \&quot;canary\&quot; to Zo\u00eb`],
    ['as a URL', 'Zoë and the cage', 'Zo%C3%AB%20and%20the%20cage'],
    [
      'although it contains an escape itself',
      String.raw`print("a\n\u00f6") twice`,
      String.raw`print("a\n\u00f6") twice`,
    ],
    [
      'twice, because it contains an escape',
      String.raw`print("a\n\u00f6") twice`,
      String.raw`print(\"a\\n\\u00f6\") twice`,
    ],
  ])('%s', (_name, prompt, quoted) => {
    expect(hidePrompt(`bad "${quoted}"!`, chat(prompt))).toBe('bad "[prompt]"!');
  });

  test('and truncated within escaped bytes', () => {
    const text = Array.from({ length: 50 }, (_, index) => String.fromCodePoint(0x4e00 + index * index)).join('');
    // Two bytes of the first character, and one and a half of the last.
    const quoted = encodeURIComponent(text).slice(12, 175);
    expect(hidePrompt(`bad ${quoted}…`, chat(text))).toBe(`bad ${quoted.slice(0, 6)}[prompt]${quoted.slice(-4)}…`);
  });

  test.each([String.raw`at C:\new\x`, '100% &unknown; \\', String.raw`\u{110000} \UFFFFFFFF &#9999999;`, '%E3%81'])(
    'and does not change %j',
    (message) => {
      expect(hidePrompt(message, chat(ACCENTS))).toBe(message);
    },
  );
});

function hexEscape(character: string): string {
  return String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

describe('hidePrompts reads a prompt of any form', () => {
  const noise = Array.from({ length: 5000 }, (_, index) => `${index}Q/x+`).join('');
  test.each([
    ['a data URL', `data:image/png;base64,${noise}`],
    ['base64', noise],
  ])('and hides long quotations of %s', (_name, file) => {
    expect(hidePrompt(`bad ${file.slice(0, 40)}!`, chat(file))).toBe('bad [prompt]!');
    expect(hidePrompt(`bad ${file.slice(5000, 5071)}!`, chat(file))).toBe('bad [prompt]!');
  });

  test('and hides a short quotation that begins like many other places', () => {
    const prompt = Array.from({ length: 20 }, (_, index) => `I always say ${index}00000`).join(' ');
    expect(hidePrompt('bad always say 1900000!', chat(prompt))).toBe('bad[prompt]!');
  });

  test('and hides quotations in all texts', () => {
    expect(hidePrompts([`bad ${SECRET}`, '', 'x', SECRET], chat(SECRET))).toEqual([
      'bad [prompt]',
      '',
      'x',
      '[prompt]',
    ]);
  });

  test('and reads content that is nested deeper than the stack', () => {
    let content: unknown = SECRET;
    for (let level = 0; level < 200_000; level += 1) content = [content];
    expect(hidePrompt(`bad ${SECRET}`, chat(content))).toBe('bad [prompt]');
  });
});

describe('hidePrompts keeps little of', () => {
  const words = Array.from({ length: 400_000 }, (_, index) => `word${(index * 7919) % 99_991}`);
  const text = words.join(' ');
  test.each<[string, unknown]>([
    ['a long text', text],
    ['many lines', words.join('\n')],
    ['an image', `data:image/png;base64,${text.replaceAll(' ', '/')}`],
    ['many messages', words.map((word) => `${word} and ${word}`)],
  ])('%s', (_name, content) => {
    const body = chat(content);
    const quoted = text.slice(1_000_000, 1_004_000);
    hidePrompt(quoted, body);
    const before = process.memoryUsage().heapUsed;
    const hidden = hidePrompt(quoted, body);
    // An index of the prompt would have 200 bytes for each word.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(40_000_000);
    expect(hidden.length).toBeLessThanOrEqual(quoted.length);
  });
});
