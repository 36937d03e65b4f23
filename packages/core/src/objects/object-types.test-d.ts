import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { createClient, type LmClient, type Message } from '../index.js';
import { fakeProvider } from '../testing/index.js';
import {
  explainObject,
  generateObject,
  streamObject,
  type DeepPartial,
  type ExactRequest,
  type ObjectPlan,
  type ObjectRequest,
  type ObjectResponse,
  type ObjectSchema,
} from './index.js';

declare const client: LmClient;
declare const messages: Message[];

/** The type of the values of an async iterable. */
type ItemOf<T> = T extends AsyncIterable<infer Item> ? Item : never;
type PartialIn<Stream extends { partials(): unknown }> = ItemOf<ReturnType<Stream['partials']>>;
type ElementIn<Stream extends { elements(): unknown }> = ItemOf<ReturnType<Stream['elements']>>;

interface Point {
  x: number;
}
declare function isPoint(value: unknown): value is Point;
const validate = (value: unknown) => (isPoint(value) ? { value } : { issues: [{ message: 'no point' }] });
const generate = async <T>(schema: ObjectSchema<unknown, T>): Promise<T> =>
  (await generateObject(client, { schema, messages })).object;
const json = { type: 'object', properties: { x: { type: 'number' } }, required: ['x'] };

describe('a Standard Schema tells the types of its input and output', () => {
  test('of Zod', async () => {
    const schema = z.object({
      kind: z.literal(['a', 'b']),
      count: z.string().transform(Number),
      level: z.int().default(1),
      tags: z.array(z.enum(['x', 'y'])),
      pair: z.tuple([z.string(), z.number()]),
      note: z.string().optional(),
    });
    const stream = streamObject(client, { schema, messages });
    expectTypeOf(await stream.object()).toEqualTypeOf<z.output<typeof schema>>();
    expectTypeOf(await stream.response()).toEqualTypeOf<ObjectResponse<z.output<typeof schema>>>();
    expectTypeOf<PartialIn<typeof stream>>().toEqualTypeOf<{
      kind?: string;
      count?: string;
      level?: number | undefined;
      tags?: string[];
      pair?: [string?, number?];
      note?: string | undefined;
    }>();
    const { object, text } = await generateObject(client, { schema, messages });
    expectTypeOf(object).toEqualTypeOf<z.output<typeof schema>>();
    expectTypeOf(text).toBeString();
  });

  test('of Valibot', async () => {
    const schema = toStandardJsonSchema(
      v.object({ kind: v.picklist(['a', 'b']), count: v.pipe(v.string(), v.transform(Number)) }),
    );
    const stream = streamObject(client, { schema, messages });
    expectTypeOf(await stream.object()).toEqualTypeOf<{ kind: 'a' | 'b'; count: number }>();
    expectTypeOf<PartialIn<typeof stream>>().toEqualTypeOf<{ kind?: string; count?: string }>();
    // @ts-expect-error -- it cannot be converted to JSON Schema
    streamObject(client, { schema: v.object({ kind: v.string() }), messages });
  });

  test('of ArkType', async () => {
    const schema = type({ kind: "'a' | 'b'", count: 'string.numeric.parse', 'note?': 'string[]' });
    const stream = streamObject(client, { schema, messages });
    expectTypeOf(await stream.object()).toEqualTypeOf<{ kind: 'a' | 'b'; count: number; note?: string[] }>();
    expectTypeOf<PartialIn<typeof stream>>().toEqualTypeOf<{ kind?: string; count?: string; note?: string[] }>();
  });

  test('whose root is not an object', async () => {
    const { object } = await generateObject(client, { schema: z.array(z.number()), messages });
    expectTypeOf(object).toEqualTypeOf<number[]>();
    const stream = streamObject(client, { schema: z.string().transform((text) => new URL(text)), messages });
    expectTypeOf(await stream.object()).toEqualTypeOf<URL>();
    expectTypeOf<PartialIn<typeof stream>>().toBeString();
  });

  test('in a generic function', () => {
    expectTypeOf(generate(z.object({ x: z.number() }))).resolves.toEqualTypeOf<Point>();
  });
});

describe('JSON Schema', () => {
  test('has the type of its validator', async () => {
    const { object } = await generateObject(client, { schema: json, validate, messages });
    expectTypeOf(object).toEqualTypeOf<Point>();
    const stream = streamObject(client, {
      schema: json,
      messages,
      validate: async (value) => (isPoint(value) ? { value } : { issues: [] }),
    });
    expectTypeOf(await stream.object()).toEqualTypeOf<Point>();
    expectTypeOf<PartialIn<typeof stream>>().toEqualTypeOf<{ x?: number }>();
    const list = streamObject(client, { elements: json, validate, messages });
    expectTypeOf<ElementIn<typeof list>>().toEqualTypeOf<Point>();
    expectTypeOf(await list.object()).toEqualTypeOf<Point[]>();
  });

  test('requires a validator', async () => {
    // @ts-expect-error -- JSON Schema does not validate
    void generateObject(client, { schema: json, messages });
    // @ts-expect-error -- JSON Schema does not validate
    streamObject(client, { elements: json, messages });
    const { object } = await generateObject(client, { schema: json, validate: (value) => ({ value }), messages });
    expectTypeOf(object).toBeUnknown();
  });
});

describe('a list', () => {
  test('has elements', async () => {
    const elements = z.object({ kind: z.literal('a'), at: z.iso.date().transform((text) => new Date(text)) });
    const stream = streamObject(client, { elements, maxElements: 3, messages });
    expectTypeOf<ElementIn<typeof stream>>().toEqualTypeOf<{ kind: 'a'; at: Date }>();
    expectTypeOf<PartialIn<typeof stream>>().toEqualTypeOf<{ kind?: string; at?: string }[]>();
    expectTypeOf(await stream.object()).toEqualTypeOf<{ kind: 'a'; at: Date }[]>();
  });

  test('is the only request that has elements', () => {
    const schema = z.object({ list: z.array(z.string()) });
    expectTypeOf(streamObject(client, { schema, messages })).not.toHaveProperty('elements');
    expectTypeOf(streamObject(client, { choice: ['a'], messages })).not.toHaveProperty('elements');
    expectTypeOf(streamObject(client, { elements: schema, messages })).toHaveProperty('elements');
  });
});

test('a choice has the type of its values', async () => {
  const stream = streamObject(client, { choice: ['yes', 'no', 1, null], messages });
  expectTypeOf(await stream.object()).toEqualTypeOf<'yes' | 'no' | 1 | null>();
  expectTypeOf<PartialIn<typeof stream>>().toEqualTypeOf<string | 1 | null>();
  const names: string[] = [];
  const { object } = await generateObject(client, { choice: names, messages });
  expectTypeOf(object).toBeString();
  // @ts-expect-error -- a value to choose from is not an object
  void generateObject(client, { choice: [{}], messages });
});

test('a request has exactly one target and the settings of a chat', () => {
  const schema = z.object({ x: z.number() });
  const settings = { messages, system: 'Be brief.', temperature: 0, maxOutputTokens: 100 } as const;
  const named = { ...settings, name: 'point', description: 'A point.', strict: true } as const;
  const generated = generateObject(client, { ...named, schema }, { maxRepairs: 0, strictSchema: true, retry: 3 });
  expectTypeOf(generated).resolves.toEqualTypeOf<ObjectResponse<Point>>();
  // @ts-expect-error -- two targets
  void generateObject(client, { messages, schema, choice: ['a'] });
  // @ts-expect-error -- two targets
  void generateObject(client, { messages, schema, elements: schema });
  // @ts-expect-error -- no target
  void generateObject(client, { messages });
  // @ts-expect-error -- no messages
  void generateObject(client, { schema });
  // @ts-expect-error -- only a list has a maximum
  void generateObject(client, { messages, schema, maxElements: 3 });
  // @ts-expect-error -- the mode sets it
  void generateObject(client, { messages, schema, responseFormat: { type: 'json_object' } });
  // @ts-expect-error -- the mode sets it
  void generateObject(client, { messages, schema, tools: [{ name: 'a', parameters: {} }] });
  // @ts-expect-error -- an unknown field
  void generateObject(client, { messages, schema, maxTokens: 3 });
  // @ts-expect-error -- an unknown field
  void streamObject(client, { messages, elements: schema, max: 3 });
  // @ts-expect-error -- an unknown mode
  void generateObject(client, { messages, schema }, { mode: 'json' });
});

test('a client of a known provider and a request of any kind are accepted', async () => {
  const known = createClient({ plugins: [fakeProvider()], config: { provider: 'fake', model: 'm' } });
  const request = { schema: z.object({ x: z.number() }), messages };
  expectTypeOf(await streamObject(known, request).object()).toEqualTypeOf<Point>();
  expectTypeOf(explainObject(known, request, { mode: 'tool' })).toEqualTypeOf<ObjectPlan>();
  const { object } = await generateObject(known, request as ObjectRequest);
  expectTypeOf(object).toBeUnknown();
});

test('a request may be an interface, be spread, or be passed on', () => {
  interface Settings {
    readonly messages: Message[];
    readonly temperature?: number;
  }
  const settings: Settings = { messages };
  const pass = <Request extends ObjectRequest>(request: ExactRequest<Request>) => generateObject(client, request);
  expectTypeOf(pass({ ...settings, choice: ['a', 'b'] })).resolves.toHaveProperty('object');
  void generateObject(client, { ...settings, schema: z.object({ x: z.number() }) });
});

test('a partial value may lack everything, and its strings may end early', () => {
  interface Tree {
    readonly name: 'root' | 'leaf';
    readonly size: 1 | 2;
    readonly children: readonly Tree[];
    readonly by: Record<string, { done: boolean }>;
    readonly either: { type: 'a'; a: number } | { type: 'b'; b: string } | null;
    readonly other: unknown;
  }
  type Draft = DeepPartial<Tree>;
  expectTypeOf<NonNullable<Draft['name']>>().toBeString();
  expectTypeOf<NonNullable<Draft['size']>>().toEqualTypeOf<1 | 2>();
  expectTypeOf<NonNullable<Draft['children']>[number]>().toEqualTypeOf<Draft>();
  expectTypeOf<NonNullable<Draft['by']>[string]>().toEqualTypeOf<{ done?: boolean } | undefined>();
  expectTypeOf<Draft['either']>().toEqualTypeOf<
    { type?: string; a?: number } | { type?: string; b?: string } | null | undefined
  >();
  expectTypeOf<Draft['other']>().toBeUnknown();
  expectTypeOf<object>().toMatchTypeOf<Draft>();
});
