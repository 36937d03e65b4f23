import { describe, expect, test } from 'vitest';
import { CallsReader } from './calls-reader.js';

/** What a reader wrote: texts, calls as `name(arguments)`, and the ends of blocks and calls. */
function written(pieces: readonly string[], isJsonReply = false) {
  const calls: { name: string; args: string; hasEnded: boolean }[] = [];
  let text = '';
  let order = '';
  const reader = new CallsReader(
    {
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
  );
  for (const piece of pieces) reader.write(piece);
  reader.end();
  return { text, calls: calls.map(({ name, args, hasEnded }) => `${name}(${args})${hasEnded ? '' : '…'}`), order };
}

type Case = readonly [name: string, reply: string, text: string, calls: readonly string[], order?: string | undefined];

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
  ['spaces only', ' \n', '', []],
  ['nothing', '', '', []],
];

describe('of a reply with', () => {
  test.each(CASES.map(([name, reply, text, calls, order]) => ({ name, reply, text, calls, order })))(
    '$name',
    (item) => {
      const { reply, text, calls, order } = item;
      const whole = written([reply]);
      expect(whole).toMatchObject({ text, calls });
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
    ['{"nex', '{"nex', []],
  ])('%s', (reply, text, calls) => {
    expect(written([reply])).toMatchObject({ text, calls });
    expect(written([...reply])).toMatchObject({ text, calls });
  });

  test('no beginning of a call shows JSON as text', () => {
    const reply = '{"next":{"tool":"get_weather","arguments":{"city":"Paris"}}}';
    for (let end = '{"next"'.length + 2; end <= reply.length; end += 1) {
      expect(written([reply.slice(0, end)]).text).toBe('');
    }
  });
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
])('a reply of JSON is passed on as it is written: %s', (reply, text) => {
  expect(written([reply], true)).toMatchObject({ text, calls: [] });
  expect(written([...reply], true)).toMatchObject({ text, calls: [] });
});

test('an error of the consumer is passed on', () => {
  const fail = (): never => {
    throw new Error('consumer');
  };
  const writer = { text: fail, endBlock() {}, toolCallStart: fail, toolCallDelta() {}, toolCallEnd() {} };
  expect(() => new CallsReader(writer, false).write('{"reply":"x')).toThrow('consumer');
});
