import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import type { LmClient } from '../contract/lm-client.js';
import {
  generateObject,
  streamObject,
  type DeepPartial,
  type ElementStream,
  type ObjectStream,
  type ValidationResult,
} from './index.js';

declare const client: LmClient;
const messages = [{ role: 'user', content: 'x' }] as const;

interface Point {
  readonly x: number;
}
declare function validate(value: unknown): ValidationResult<Point>;
const jsonSchema = { type: 'object' };

describe('the object has the type of the schema', () => {
  test('of Zod, with the types before and after a transformation', async () => {
    const schema = z.object({
      kind: z.enum(['a', 'b']),
      size: z.string().transform(Number),
      tags: z.array(z.string()).optional(),
    });
    const { object, text } = await generateObject(client, { schema, messages });
    expectTypeOf(object).toEqualTypeOf<{ kind: 'a' | 'b'; size: number; tags?: string[] | undefined }>();
    expectTypeOf(text).toBeString();
    const stream = streamObject(client, { schema, messages });
    expectTypeOf(stream.partials()).toExtend<
      AsyncIterable<{ kind?: string; size?: string; tags?: string[] | undefined }>
    >();
    expectTypeOf(stream.object()).resolves.toEqualTypeOf(object);
    // @ts-expect-error -- only a list has elements
    stream.elements();
  });

  test('of Valibot', async () => {
    const schema = toStandardJsonSchema(v.object({ name: v.string() }));
    const { object } = await generateObject(client, { schema, messages });
    expectTypeOf(object).toEqualTypeOf<{ name: string }>();
  });

  test('of ArkType', async () => {
    const { object } = await generateObject(client, { schema: type({ age: 'number' }), messages });
    expectTypeOf(object).toEqualTypeOf<{ age: number }>();
  });

  test('of the validator of JSON Schema', async () => {
    const { object } = await generateObject(client, { schema: jsonSchema, validate, messages });
    expectTypeOf(object).toEqualTypeOf<Point>();
    const later = (value: unknown): Promise<ValidationResult<Point>> => Promise.resolve(validate(value));
    expectTypeOf(streamObject(client, { schema: jsonSchema, validate: later, messages })).toEqualTypeOf<
      ObjectStream<Point, DeepPartial<Point>>
    >();
  });
});

test('a list has the types of its elements', () => {
  const elements = z.object({ x: z.number() });
  const stream = streamObject(client, { elements, messages });
  expectTypeOf(stream).toEqualTypeOf<ElementStream<{ x: number }, { x?: number }[]>>();
  expectTypeOf(stream.elements()).toEqualTypeOf<AsyncIterableIterator<{ x: number }>>();
  expectTypeOf(streamObject(client, { elements: jsonSchema, validate, messages }).elements()).toEqualTypeOf<
    AsyncIterableIterator<Point>
  >();
});

test('a choice has the types of its values', async () => {
  const { object } = await generateObject(client, { choice: ['a', 1, null], messages });
  expectTypeOf(object).toEqualTypeOf<'a' | 1 | null>();
});

test('a partial object has optional parts, and strings in place of literals', () => {
  interface Whole {
    kind: 'a' | 'b';
    pair: [string, number];
    nested: { list: { x: number }[]; flag: boolean };
    maybe: number | null;
  }
  expectTypeOf<DeepPartial<Whole>>().toEqualTypeOf<{
    kind?: string;
    pair?: [string?, number?];
    nested?: { list?: { x?: number }[]; flag?: boolean };
    maybe?: number | null;
  }>();
});

test('an incomplete or contradictory request does not compile', () => {
  const schema = z.object({});
  expectTypeOf(generateObject(client, { schema, messages })).resolves.toHaveProperty('object');
  // @ts-expect-error -- JSON Schema needs a validator
  void generateObject(client, { schema: jsonSchema, messages });
  // @ts-expect-error -- two targets
  void generateObject(client, { schema, elements: schema, messages });
  // @ts-expect-error -- no target
  void generateObject(client, { messages });
  // @ts-expect-error -- no such mode
  void generateObject(client, { schema, messages }, { mode: 'grammar' });
});
