import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonTemplate, type JsonPath } from './json-template.js';

const PATH: JsonPath = ['choices', 0, 'delta', 'content'];
const chunk = (literal: string, rest = ''): string =>
  `{"id":"c","choices":[{"index":0,"delta":{"content":${literal}},"logprobs":null}]${rest}}`;

function taught(text: string, path: JsonPath = PATH): JsonTemplate {
  const template = new JsonTemplate();
  expect(template.learn(text, JSON.parse(text), path)).toBe(true);
  return template;
}

/** Returns the string that a text matches with, alone and within an event stream. Both must be the same. */
function taken(template: JsonTemplate, text: string): string | undefined {
  const alone = template.match(text) ? template.found : undefined;
  const before = 'data: ';
  const end = template.matchWithin(`${before}${text}\n\ndata: x\n\n`, before.length);
  expect(end).toBe(alone === undefined ? -1 : before.length + text.length + 2);
  expect(end === -1 ? undefined : template.found).toBe(alone);
  return alone;
}

describe('matches a text that differs only by the string', () => {
  const template = taught(chunk('"Hello"'));
  test.each<[literal: string, meant: string]>([
    ['""', ''],
    ['" world"', ' world'],
    ['"\\n"', '\n'],
    ['"a \\"quoted\\" one"', 'a "quoted" one'],
    ['"\\\\"', '\\'],
    ['"\\u4e16\\ud83d\\udc4b"', '世👋'],
    ['"世界 👋"', '世界 👋'],
    ['"\\"},\\"logprobs\\":null}]}"', '"},"logprobs":null}]}'],
    [
      '"a string longer than those that are copied when they are sliced out"',
      'a string longer than those that are copied when they are sliced out',
    ],
  ])('%s', (literal, meant) => expect(taken(template, chunk(literal))).toBe(meant));
});

describe('does not match', () => {
  const template = taught(chunk('"Hello"'));
  test.each([
    ['a number', chunk('5')],
    ['null', chunk('null')],
    ['another key before the string', chunk('"a"').replace('{"content"', '{"role":"r","content"')],
    ['another key after the string', chunk('"a","refusal":"b"')],
    ['a duplicate key', chunk('"a","content":"b"')],
    ['another envelope', chunk('"a"', ',"usage":null')],
    ['a broken string', chunk('"a\\"')],
    ['an invalid escape', chunk('"\\x"')],
    ['a control character', chunk('"\t"')],
    ['a control character in a long string', chunk(`"${'a'.repeat(20)}\t"`)],
    ['a truncated text', chunk('"a"').slice(0, -1)],
    ['an empty text', ''],
    ['the envelope without a string', chunk('').replace('""', '')],
  ])('%s', (_name, text) => expect(taken(template, text)).toBeUndefined());
});

describe('does not learn', () => {
  test.each<[string, string, JsonPath]>([
    ['a text with another type at the path', chunk('5'), PATH],
    ['a text without a value at the path', '{"a":1}', PATH],
    ['a text with several lines', '{\n"a":"b"}', ['a']],
    ['a very long text', JSON.stringify({ a: 'x'.repeat(20_000) }), ['a']],
    ['a key with an escape', '{"\\u0061":"b"}', ['a']],
    ['its own probe', '{"a":"lmux:probe"}', ['a']],
    ['its own probe, escaped', '{"a":"lmux\\u003aprobe"}', ['a']],
  ])('%s', (_name, text, path) => {
    const template = new JsonTemplate();
    expect(template.learn(text, JSON.parse(text), path)).toBe(false);
    expect(template.match(text)).toBe(false);
  });
});

test('learns the last one of duplicate keys, as JSON.parse does', () => {
  const template = taught('{"a":"x","b":{"a":"x"},"a":"x"}', ['a']);
  expect(taken(template, '{"a":"x","b":{"a":"x"},"a":"y"}')).toBe('y');
  expect(taken(template, '{"a":"y","b":{"a":"x"},"a":"x"}')).toBeUndefined();
});

test('suspends learning for increasing periods if nothing matches, and resumes when something does', () => {
  const template = new JsonTemplate();
  let learned = 0;
  const other = (index: number): string => `{"a":"x","pad":${index}}`;
  for (let index = 0; index < 100_000; index += 1) {
    expect(template.match(other(index))).toBe(false);
    if (template.mayLearn && template.learn(other(index), JSON.parse(other(index)), ['a'])) learned += 1;
  }
  expect(learned).toBeLessThan(120);
  for (let index = 0; index < 1100 && !template.match(other(0)); index += 1) {
    if (template.mayLearn) template.learn(other(0), JSON.parse(other(0)), ['a']);
  }
  expect(template.match(other(0))).toBe(true);
});

describe('a second string', () => {
  const line = (time: string, text: string): string => `{"m":"x","t":${time},"a":{"text":${text}},"done":false}`;
  const template = (): JsonTemplate => {
    const made = new JsonTemplate(undefined, '\n');
    const text = line('"t0"', '"one"');
    expect(made.learn(text, JSON.parse(text), ['a', 'text'], ['t'])).toBe(true);
    return made;
  };

  test.each<[string, string, string]>([
    ['another timestamp', '"2026-11-22T13:17:30.00626451Z"', '2026-11-22T13:17:30.00626451Z'],
    ['empty', '""', ''],
  ])('may be %s', (_name, literal, meant) => {
    const made = template();
    expect(made.match(line(literal, '"two"'))).toBe(true);
    expect([made.found, made.foundSecond]).toEqual(['two', meant]);
    const block = `${line(literal, '"\\"three\\""')}\nmore`;
    expect(made.matchWithin(block, 0)).toBe(block.length - 'more'.length);
    expect([made.found, made.foundSecond]).toEqual(['"three"', meant]);
  });

  test.each([
    ['an escape', line('"\\u0041"', '"two"')],
    ['an escaped quote', line('"\\""', '"two"')],
    ['a wide character', line('"ü"', '"two"')],
    ['a control character', line('"\t"', '"two"')],
    ['a number', line('5', '"two"')],
    ['a field between the strings', line('"t1","n":1', '"two"')],
    ['the end of the text within it', line('"t1', '')],
  ])('does not match if there is %s', (_name, text) => {
    expect(template().match(text)).toBe(false);
    expect(template().matchWithin(`${text}\n`, 0)).toBe(-1);
  });

  test('is ignored if it comes after the first one', () => {
    const made = new JsonTemplate(undefined, '\n');
    const text = '{"a":{"text":"one"},"t":"t0"}';
    expect(made.learn(text, JSON.parse(text), ['a', 'text'], ['t'])).toBe(true);
    expect([made.match(text.replace('one', 'two')), made.foundSecond]).toEqual([true, undefined]);
    expect(made.match(text.replace('t0', 't1'))).toBe(false);
  });
});

/** Literals of a string, in the ways in which servers write them. */
const literals = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  fc.string().map((text) => JSON.stringify(text)),
  fc
    .string({ unit: 'grapheme' })
    .map((text) =>
      JSON.stringify(text).replaceAll(
        /[^\0-\u007F]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    ),
  fc.constantFrom('"},"b":"', '"\\"}', '"a\\/b"', 'null', '{"a":"b"}', '"a","a":"b"', '"a" ', ' "a"'),
);
const keys = fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'a"', 'lmux:probe'), fc.string());
const envelopes = fc.array(fc.tuple(keys, literals), { maxLength: 4 });
const texts = fc.tuple(envelopes, literals, envelopes).map(([before, literal, behind]) => {
  const members = [...before, ['a', literal], ...behind] as [string, string][];
  return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
});

function parse(text: string): { json?: Record<string, unknown> } {
  try {
    return { json: JSON.parse(text) as Record<string, unknown> };
  } catch {
    return {};
  }
}

test('returns the same as JSON.parse or does not match, for any texts', () => {
  fc.assert(
    fc.property(texts, fc.array(fc.oneof(literals, texts), { minLength: 1, maxLength: 6 }), (text, others) => {
      const { json } = parse(text);
      const template = new JsonTemplate();
      if (json === undefined || !template.learn(text, json, ['a'])) return;
      expect(template.match(text)).toBe(true);
      expect(template.found).toBe(json['a']);
      const at = text.lastIndexOf('"a":');
      for (const other of others) {
        // The text with another literal somewhere, which may be invalid, or a different text.
        const changed = other.startsWith('{')
          ? other
          : `${text.slice(0, at + 4)}${other}${text.slice(text.indexOf('"', at + 5) + 1)}`;
        const found = taken(template, changed.replaceAll(/[\r\n]/g, ' '));
        if (found === undefined) continue;
        const whole = parse(changed.replaceAll(/[\r\n]/g, ' ')).json;
        const expected: Record<string, unknown> = JSON.parse(text) as Record<string, unknown>;
        expected['a'] = found;
        expect(whole).toEqual(expected);
        expect(JSON.stringify(whole)).toBe(JSON.stringify(expected));
      }
    }),
    { numRuns: 2000 },
  );
});

test('returns the same as JSON.parse or does not match, for any texts with a second string', () => {
  fc.assert(
    fc.property(texts, fc.array(fc.tuple(literals, literals), { minLength: 1, maxLength: 6 }), (text, others) => {
      const { json } = parse(text);
      const template = new JsonTemplate(undefined, '\n');
      if (json === undefined || !template.learn(text, json, ['a'], ['b'])) return;
      for (const [a, b] of others) {
        // The last value of each of the two keys is replaced with another literal, which may be invalid.
        const changed = [
          ['"a":', a],
          ['"b":', b],
        ].reduce((line, [key = '', literal = '']) => {
          const at = line.lastIndexOf(key);
          return at === -1 ? line : line.slice(0, at + 4) + literal + line.slice(line.indexOf('"', at + 5) + 1);
        }, text);
        const line = changed.replaceAll(/[\r\n]/g, ' ');
        const whole = template.match(line);
        const { found, foundSecond } = template;
        expect(template.matchWithin(`${line}\n`, 0)).toBe(whole ? line.length + 1 : -1);
        if (!whole) continue;
        const expected = JSON.parse(text) as Record<string, unknown>;
        expected['a'] = found;
        if (foundSecond !== undefined) expected['b'] = foundSecond;
        expect(JSON.stringify(parse(line).json)).toBe(JSON.stringify(expected));
      }
    }),
    { numRuns: 2000 },
  );
});
