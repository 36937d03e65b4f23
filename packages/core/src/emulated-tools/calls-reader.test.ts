import { describe, expect, test } from 'vitest';
import type { CallsWriter } from './calls-json-reader.js';
import { CallsReader } from './calls-reader.js';

/** What a reader wrote: texts, calls as `name(arguments)`, and the ends of blocks and calls. */
function written(pieces: readonly string[], isJsonReply = false) {
  const calls: { name: string; args: string; hasEnded: boolean }[] = [];
  let text = '';
  let order = '';
  const reader = new CallsReader({
    writer: {
      text(delta) {
        if (!order.endsWith('t')) order += 't';
        text += delta;
      },
      endBlock() {},
      toolCallStart(_id, name) {
        order += 'c';
        return calls.push({ name, args: '', hasEnded: false }) - 1;
      },
      toolCallDelta(index, delta) {
        const call = calls[index];
        if (call !== undefined) call.args += delta;
      },
      toolCallEnd(index) {
        const call = calls[index];
        if (call !== undefined) call.hasEnded = true;
      },
    },
    isJsonReply,
    tools: [{ name: 'a' }, { name: 'b' }],
  });
  for (const piece of pieces) reader.write(piece);
  reader.end();
  return {
    text,
    calls: calls.map(({ name, args, hasEnded }) => `${name}(${args})${hasEnded ? '' : '…'}`),
    order,
    hasSkipped: reader.hasSkipped,
  };
}

type Case = readonly [name: string, reply: string, text: string, calls: readonly string[], order?: string | undefined];

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const CALL = '{"next":{"tool":"a","arguments":{}}}';

const CASES: readonly Case[] = [
  ['a call', '{"next":{"tool":"a.b","arguments":{"x":1}}}', '', ['a.b({"x":1})']],
  ['a reply', '{"next":{"reply":"Hi \\"you\\" \\ud83d\\ude00"}}', 'Hi "you" 😀', []],
  ['an empty reply', '{"next":{"reply":""}}', '', []],
  [
    'arguments before the name',
    '{"next":{"arguments":{"x":[1,{"tool":"no"}]},"tool":"a"}}',
    '',
    ['a({"x":[1,{"tool":"no"}]})'],
  ],
  ['spaces', ' {\n "next" : { "tool" : "a" , "arguments" : { } } }\n', '', ['a({ })']],
  [
    'two calls',
    '{"calls":[{"tool":"a","arguments":{}},{"tool":"b","arguments":{"y":"]}"}}]}',
    '',
    ['a({})', 'b({"y":"]}"})'],
    'cc',
  ],
  ['a reply before a call', '{"calls":[{"reply":"one"},{"tool":"a","arguments":{}}]}', 'one', ['a({})'], 'tc'],
  ['two replies', '{"calls":[{"reply":"one"},{"reply":"two"}]}', 'one\n\ntwo', []],
  ['a call at the root', '{"tool":"a","arguments":{"x":1}}', '', ['a({"x":1})']],
  ['a reply at the root', '{"reply":"Hi"}', 'Hi', []],
  [
    'the keys of calls within arguments',
    '{"next":{"tool":"a","arguments":{"next":{"reply":"x"},"calls":[{"tool":"b"}]}}}',
    '',
    ['a({"next":{"reply":"x"},"calls":[{"tool":"b"}]})'],
  ],
  ['a call without a name', '{"next":{"arguments":{"x":1}}}', '', ['({"x":1})']],
  ['a name that is not text', '{"next":{"tool":7,"arguments":{}}}', '', ['({})']],
  ['a call without arguments', '{"next":{"tool":"a"}}', '', ['a()']],
  ['text after the JSON', '{"next":{"tool":"a","arguments":{}}} That is all.', '', ['a({})']],
  ['a key with another value', '{"next":"hello"}', '{"next":"hello"}', []],
  ['another key in place of the reply', '{"next":{"text":"Hi"}}', '{"next":{"text":"Hi"}}', []],
  ['a list in place of a call', '{"next":[{"reply":"Hi"}]}', '{"next":[{"reply":"Hi"}]}', []],
  ['a reply that is not text', '{"next":{"reply":{"a":[1]}}}', '{"a":[1]}', []],
  ['JSON with other keys', '{"answer":{"reply":1}}', '{"answer":{"reply":1}}', []],
  ['a code fence', '```json\n{"next":{"tool":"a","arguments":{"x":1}}}\n```', '', ['a({"x":1})']],
  ['a code fence without a call', '```\nlet x;\n```', '```\nlet x;\n```', []],
  ['plain text', 'It is sunny. {"next":1}', 'It is sunny. {"next":1}', []],
  ['text that is almost JSON', '{smile}', '{smile}', []],
  [
    'JSON of other keys with the key of arguments',
    '{"arguments":["a"],"verdict":"x"}',
    '{"arguments":["a"],"verdict":"x"}',
    [],
  ],
  ['an unknown tool at the root', '{"tool":"hammer","arguments":{}}', '{"tool":"hammer","arguments":{}}', []],
  ['a call at the root, its arguments first', '{"arguments":{"x":1},"tool":"a"}', '', ['a({"x":1})']],
  ['two texts of JSON', CALL + '\n' + CALL, '', ['a({})', 'a({})'], 'cc'],
  ['two replies in two texts of JSON', '{"next":{"reply":"one"}}{"next":{"reply":"two"}}', 'one\n\ntwo', []],
  ['two texts of JSON in a code fence', '```json\n' + CALL + '\n' + CALL + '\n```\n', '', ['a({})', 'a({})'], 'cc'],
  ['two code fences', '```json\n' + CALL + '\n```\n\n```json\n' + CALL + '\n```', '', ['a({})', 'a({})'], 'cc'],
  ['a code fence in one line', '```' + CALL + '```', '', ['a({})']],
  ['numbers in a code fence', '```\n{"next":{"tool":"a","arguments":{"x":1.0}}}\n```', '', ['a({"x":1.0})']],
  ['a byte order mark', '\uFEFF\u00A0' + CALL + '\u00A0', '', ['a({})']],
  ['code in quotes', '`foo` is a function', '`foo` is a function', []],
  ['text that is almost JSON, and more', '{smile} hello', '{smile} hello', []],
  ['JSON with other quotes', "{'next':{'reply':'x'}}", "{'next':{'reply':'x'}}", []],
  ['a deep reply', `{"next":{"reply":${deep(150)}}}`, `{"next":{"reply":${deep(150)}}}`, []],
  [
    'a deep reply in a code fence',
    `\`\`\`json\n{"next":{"reply":${deep(150)}}}\n\`\`\``,
    `\`\`\`json\n{"next":{"reply":${deep(150)}}}\n\`\`\``,
    [],
  ],
  ['spaces only', ' \n', '', []],
  ['nothing', '', '', []],
];

describe('of a reply with', () => {
  test.each(CASES.map(([name, reply, text, calls, order]) => ({ name, reply, text, calls, order })))(
    '$name',
    (item) => {
      const { name, reply, text, calls, order } = item;
      const whole = written([reply]);
      expect(whole).toMatchObject({ text, calls, hasSkipped: name === 'text after the JSON' });
      expect(whole.order).toBe(order ?? (calls.length > 0 ? 'c' : text === '' ? '' : 't'));
      expect(written([...reply])).toEqual(whole);
      for (let index = 1; index < reply.length; index += 1) {
        expect(written([reply.slice(0, index), reply.slice(index)])).toEqual(whole);
      }
    },
  );
});

describe('of a reply that is cut', () => {
  test.each<[reply: string, text: string, calls: readonly string[]]>([
    ['{"next":{"reply":"It is su', 'It is su', []],
    ['{"next":{"tool":"get_w', '', []],
    ['{"next":{"tool":"a"', '', ['a()…']],
    ['{"next":{"tool":"a","arguments":{"x":', '', ['a({"x":)…']],
    ['{"next":{"arguments":{"x":1', '', ['({"x":1)…']],
    ['{"calls":[{"tool":"a","arguments":{}},{"tool":"b","arguments":{"y"', '', ['a({})', 'b({"y")…']],
    ['{', '', []],
    ['{ "ne', '', []],
    ['{"nex', '', []],
    ['{"next":', '', []],
    ['{"cal', '', []],
    ['{"nest', '{"nest', []],
    ['{"answer":', '{"answer":', []],
    ['```json\n{"next":{"tool":"a","arguments":{"x"', '', ['a({"x")…']],
    ['```json\n{"nex', '', []],
    ['```json', '```json', []],
    ['```json\n{"answer":', '```json\n{"answer":', []],
    ['{"tool":"hammer","price":1', '{"tool":"hammer","price":1', []],
    ['{"arguments":{"x":1},"verdict', '{"arguments":{"x":1},"verdict', []],
  ])('%s', (reply, text, calls) => {
    expect(written([reply])).toMatchObject({ text, calls });
    expect(written([...reply])).toMatchObject({ text, calls });
  });

  test('no beginning of a call shows JSON as text', () => {
    const reply = '{"next":{"tool":"get_weather","arguments":{"city":"Paris"}}}';
    for (let end = 1; end <= reply.length; end += 1) {
      expect(written([reply.slice(0, end)]).text).toBe('');
    }
  });
});

test.each<[reply: string, text: string, calls: readonly string[]]>([
  [`${CALL} done`, '', ['a({})']],
  [`${CALL}{"answer":1}`, '', ['a({})']],
  [`${CALL} {smile}`, '', ['a({})']],
  [`\`\`\`\n${CALL}\n\`\`\`\nThat is all. ${CALL}`, '', ['a({})']],
  [CALL.repeat(9), '', Array.from({ length: 8 }, () => 'a({})')],
  ['{"next":{"reply":"one\\q two"}}', 'one', []],
  [`{"next":{"tool":"a","arguments":${deep(150)}}}`, '', [`a(${'['.repeat(126)})…`]],
])('what is skipped is known: %s', (reply, text, calls) => {
  const expected = { text, calls, hasSkipped: true };
  expect(written([reply])).toMatchObject(expected);
  expect(written([...reply])).toMatchObject(expected);
});

test.each([
  ['a reply that begins with code in quotes', '`foo`', ' is a function'],
  ['text that is almost JSON', '{smile}', ' hello'],
  ['a code fence without JSON', '```ts\nlet x', ';\n```'],
])('%s is passed on at once', (_name, text, rest) => {
  const texts: string[] = [];
  const writer = { text: (delta: string) => void texts.push(delta) } as unknown as CallsWriter;
  const reader = new CallsReader({ writer, isJsonReply: false, tools: [] });
  reader.write(text);
  expect(texts).toEqual([text]);
  reader.write(rest);
  expect(texts).toEqual([text, rest]);
});

test('invalid JSON keeps the calls before it', () => {
  expect(written(['{"calls":[{"tool":"a","arguments":{}},{"tool":"b","arguments":{"x":oops}}]}'])).toMatchObject({
    text: '',
    calls: ['a({})', 'b({"x":)…'],
  });
});

test.each([
  ['{"next":{"reply":{"a":"x\\n"}}}', '{"a":"x\\n"}'],
  ['{"next":{"reply":"text"}}', '"text"'],
  ['{"next":{"reply": [1, 2] }}', '[1, 2]'],
  ['```json\n{"next":{"reply":{"a":1.0}}}\n```', '{"a":1.0}'],
  ['{"reply":"hi"}', '{"reply":"hi"}'],
  ['{"tool":"a","arguments":{}}', '{"tool":"a","arguments":{}}'],
  ['{"tool":"hammer"', '{"tool":"hammer"'],
  ['{"next":{"reply":{}}}{"next":{"reply":{}}}', '{}'],
])('a reply of JSON is passed on as it is written: %s', (reply, text) => {
  expect(written([reply], true)).toMatchObject({ text, calls: [] });
  expect(written([...reply], true)).toMatchObject({ text, calls: [] });
});

test('an error of the consumer is passed on', () => {
  const fail = (): never => {
    throw new Error('consumer');
  };
  const writer = { text: fail, endBlock() {}, toolCallStart: fail, toolCallDelta() {}, toolCallEnd() {} };
  expect(() => new CallsReader({ writer, isJsonReply: false, tools: [] }).write('{"reply":"x')).toThrow('consumer');
});
