import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { BRANCHES, CALLS, NEXT, PROMPTS, TOOLS } from '../../../test/support/call-schemas.js';
import { composeReply } from './compose-reply.js';
import { readHints } from './hints.js';
import type { PromptMessage, ReplyRequest } from './reply.js';
import { sampleSchema } from './sample-schema.js';

const ajv = new Ajv2020({ strict: false });
const text = { type: 'string' };
const reply = { text: 'You said: "it"', isDue: false };

function object(properties: Record<string, unknown>): Record<string, unknown> {
  return { type: 'object', properties, required: Object.keys(properties) };
}

const call = (tool: unknown, input: object = {}): Record<string, unknown> =>
  object({ tool, input: object({ ...input }) });
const WEATHER = call({ const: 'get_weather' }, { city: text });
const TIME = call({ const: 'get_time' }, { zone: text });
const REPLY = object({ reply: text });

const paris = { tool: 'get_weather', input: { city: 'Paris' } };
const zone = { tool: 'get_time', input: { zone: 'Paris' } };
const said = { reply: 'You said: "it"' };

const both = 'Time and weather in Paris';

test.each<[string, Record<string, unknown>, string, unknown]>([
  ['a mentioned branch', { anyOf: [REPLY, WEATHER, TIME] }, 'time in Paris', zone],
  ['the first of several', { anyOf: [REPLY, WEATHER, TIME] }, both, paris],
  ['the branch of oneOf', { oneOf: [WEATHER, TIME] }, 'get_time for Paris', zone],
  ['the branch without a constant', { anyOf: [WEATHER, REPLY, TIME] }, 'Hello', said],
  ['a plain text', { anyOf: [WEATHER, text] }, 'Hello', said.reply],
  ['the first if all have constants', { anyOf: [WEATHER, TIME] }, 'to Paris', paris],
  ['no null', { anyOf: [{ type: 'null' }, WEATHER] }, 'to Paris', paris],
  ['a nullable union', { anyOf: [{ type: 'null' }, { oneOf: [WEATHER, TIME, REPLY] }] }, 'Hello', said],
  [
    'a mentioned enum value',
    { anyOf: [REPLY, call({ enum: ['list', 'add_user', 'add_file'] })] },
    'Save the file',
    {
      tool: 'add_file',
      input: {},
    },
  ],
  [
    'an enum value without a union',
    object({ tool: { enum: ['get_weather', 'get_time'] } }),
    'time',
    { tool: 'get_time' },
  ],
  [
    'branches with the same constant',
    {
      anyOf: [WEATHER, TIME].map((branch) => ({
        ...branch,
        ...object({ type: { const: 'call' }, ...(branch['properties'] as object) }),
      })),
    },
    'call for the time in Paris',
    { type: 'call', ...zone },
  ],
  [
    'a nested name',
    {
      anyOf: [
        object({ function: object({ name: { const: 'get_weather' } }) }),
        object({ function: object({ name: { const: 'get_time' } }) }),
      ],
    },
    'time',
    { function: { name: 'get_time' } },
  ],
  [
    'a reference',
    { $ref: '#/$defs/next', $defs: { next: { anyOf: [{ $ref: '#/$defs/weather' }, REPLY] }, weather: WEATHER } },
    both,
    paris,
  ],
  [
    'a reference with dots and slashes',
    { ...object({ a: { $ref: '#/$defs/x.y~1z%20' } }), $defs: { 'x.y/z ': { anyOf: [WEATHER, REPLY] } } },
    both,
    { a: paris },
  ],
  [
    'fields next to the union',
    { ...object({ name: text }), anyOf: [object({ kind: { const: 'box' } }), object({ kind: { const: 'bag' } })] },
    'A bag named "Ada"',
    { name: 'Ada', kind: 'bag' },
  ],
  ['an array', { type: 'array', items: { anyOf: [REPLY, WEATHER, TIME] } }, both, [paris, zone]],
  ['an array with maxItems', { type: 'array', items: { anyOf: [WEATHER, TIME] }, maxItems: 1 }, both, [paris]],
  [
    'an array with minItems',
    { type: 'array', items: { anyOf: [WEATHER, TIME] }, minItems: 3 },
    both,
    [paris, zone, paris],
  ],
  ['an array of replies', { type: 'array', items: { anyOf: [WEATHER, REPLY] }, minItems: 1 }, 'Hello', [said]],
  [
    'an array of references',
    { type: 'array', items: { $ref: '#/$defs/next', description: 'a' }, $defs: { next: { anyOf: [WEATHER, TIME] } } },
    both,
    [paris, zone],
  ],
  ['a long text', { anyOf: [WEATHER, object({ reply: { ...text, maxLength: 8 } })] }, 'Hello', { reply: 'You sai' }],
  ['a property with another name', { anyOf: [WEATHER, object({ city: text })] }, 'to Paris', { city: 'Paris' }],
])('the sample of %s', async (_name, schema, prompt, expected) => {
  const value = await sampleSchema(schema, readHints(prompt), reply);
  expect(value).toEqual(expected);
  expect(ajv.validate(schema, value), ajv.errorsText()).toBe(true);
});

test('a recursive union ends', async () => {
  const schema = {
    $ref: '#/$defs/node',
    $defs: {
      node: {
        anyOf: [
          object({ kind: { const: 'leaf' } }),
          object({ kind: { const: 'tree' }, nodes: { type: 'array', items: { $ref: '#/$defs/node' }, maxItems: 2 } }),
        ],
      },
    },
  };
  const value = await sampleSchema(schema, readHints('a tree'));
  expect(value).toMatchObject({ kind: 'tree' });
  expect(ajv.validate(schema, value), ajv.errorsText()).toBe(true);
});

test('with a mentioned branch that no value satisfies, another is taken', async () => {
  const schema = {
    anyOf: [WEATHER, object({ kind: { const: 'time' }, a: { type: 'string', minLength: 2, maxLength: 1 } })],
  };
  expect(await sampleSchema(schema, readHints('time'))).toMatchObject({ tool: 'get_weather' });
});

function requestOf(messages: readonly PromptMessage[], change: Partial<ReplyRequest>): ReplyRequest {
  const base = {
    endpoint: 'chat',
    model: 'm',
    messages,
    tools: [],
    toolChoice: 'auto',
    schema: undefined,
    body: {},
  } as const;
  return { ...base, parallelToolCalls: true, ...change };
}

const user = (prompt: string): PromptMessage => ({ role: 'user', text: prompt, images: 0 });
const tools = Object.entries(TOOLS).map(([name, parameters]) => ({ name, description: undefined, parameters }));

describe('a response with a schema of tool calls', () => {
  test.each(PROMPTS)('to "%s" has the same calls and the same text as one with tools', async (prompt, ...names) => {
    const native = await composeReply(requestOf([user(prompt)], { tools }), undefined);
    const calls = (native.toolCalls ?? []).map((made) => ({
      tool: made.name,
      arguments: typeof made.arguments === 'string' ? (JSON.parse(made.arguments) as unknown) : made.arguments,
    }));
    expect(calls.map(({ tool }) => tool)).toEqual(names);
    const expected = names.length > 0 ? calls : [{ reply: native.text }];
    const several = await composeReply(requestOf([user(prompt)], { schema: CALLS }), undefined);
    expect(JSON.parse(several.text ?? '')).toEqual({ calls: expected });
    const one = await composeReply(requestOf([user(prompt)], { schema: NEXT }), undefined);
    expect(JSON.parse(one.text ?? '')).toEqual({ next: expected[0] });
  });

  test.each([
    ['one result', 'Result of get_weather: The weather is fine', 'The tool returned: "The weather is fine"'],
    [
      'two results',
      'Result of get_weather: Fine\n\nToday\n\nResult of say "hi": ok',
      'The tools returned: "Fine\n\nToday", "ok"',
    ],
  ])('after %s has the text that it would have with tools', async (_name, results, answer) => {
    const called = ['get_weather', 'say "hi"'].map((tool) => ({ tool, arguments: {} }));
    const assistant = { role: 'assistant', text: JSON.stringify({ calls: called }), images: 0 };
    const messages = [user('weather'), assistant, user(results)];
    const { text: json } = await composeReply(requestOf(messages, { schema: CALLS }), undefined);
    expect(JSON.parse(json ?? '')).toEqual({ calls: [{ reply: `This is the lmux emulator. ${answer}` }] });
  });
});

test('a schema with more unions than are narrowed has a valid sample', async () => {
  const schema = object(
    Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`p${index}`, { anyOf: BRANCHES }])),
  );
  const value = await sampleSchema(schema, readHints('time in Paris'));
  expect(ajv.validate(schema, value), ajv.errorsText()).toBe(true);
  expect(value).toMatchObject({ p0: { tool: 'get_time', arguments: { zone: 'Paris' } } });
});
