import { expect, test } from 'vitest';
import { z } from 'zod';
import { GRAMMAR_KEYWORDS } from '../capability/grammar-keywords.js';
import type { ChatRequest } from '../contract/chat.js';
import type { JsonObject } from '../contract/json.js';
import type { SchemaInput } from '../contract/standard-schema.js';
import { toolCallSchema } from './tool-call-schema.js';

const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const A = { name: 'a.b"c', parameters: city };
const B = { name: 'b' };

function object(properties: object): object {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

const CALL_A = object({ tool: { const: 'a.b"c' }, arguments: city });
const CALL_B = object({ tool: { const: 'b' }, arguments: object({}) });
const REPLY = object({ reply: { type: 'string' } });

function schemaOf(fields: Partial<ChatRequest>): object {
  return toolCallSchema({ messages: [], tools: [A, B], ...fields }, GRAMMAR_KEYWORDS);
}

test.each<[fields: Partial<ChatRequest>, schema: object]>([
  [{}, object({ next: { anyOf: [CALL_A, CALL_B, REPLY] } })],
  [{ toolChoice: 'auto', parallelToolCalls: false }, object({ next: { anyOf: [CALL_A, CALL_B, REPLY] } })],
  [{ toolChoice: 'required' }, object({ next: { anyOf: [CALL_A, CALL_B] } })],
  [{ toolChoice: { name: 'b' } }, object({ next: { anyOf: [CALL_B] } })],
  [
    { parallelToolCalls: true },
    object({ calls: { type: 'array', items: { anyOf: [CALL_A, CALL_B, REPLY] }, minItems: 1, maxItems: 8 } }),
  ],
  [
    { parallelToolCalls: true, toolChoice: { name: 'b' } },
    object({ calls: { type: 'array', items: { anyOf: [CALL_B] }, minItems: 1, maxItems: 8 } }),
  ],
  [
    { tools: [B], responseFormat: { type: 'json_schema', schema: z.strictObject({ n: z.int().min(0).max(9) }) } },
    object({
      next: {
        anyOf: [CALL_B, object({ reply: object({ n: { type: 'integer', minimum: 0, maximum: 9 } }) })],
      },
    }),
  ],
  [
    { tools: [B], responseFormat: { type: 'json_object' } },
    object({ next: { anyOf: [CALL_B, object({ reply: { type: 'object' } })] } }),
  ],
  [
    { tools: [{ name: 'free', parameters: { properties: {} } }], toolChoice: 'required' },
    object({ next: { anyOf: [object({ tool: { const: 'free' }, arguments: { type: 'object', properties: {} } })] } }),
  ],
])('the schema of %j', (fields, schema) => {
  expect(schemaOf(fields)).toEqual(schema);
});

test('definitions of tools are hoisted, and renamed if they have the same name', () => {
  const tree = (leaf: object): object => ({
    type: 'object',
    properties: { item: { $ref: '#/$defs/item' }, self: { $ref: '#' }, name: { const: { $ref: '#/no' } } },
    $defs: { item: leaf },
  });
  const tools = [
    { name: 'one', parameters: { ...tree({ type: 'null' }) } },
    { name: 'two', parameters: { ...tree({ type: 'boolean' }) } },
  ];
  const { $defs, properties } = schemaOf({ tools, toolChoice: 'required' }) as {
    $defs: Record<string, { type: string }>;
    properties: { next: { anyOf: { properties: { arguments: { properties: Record<string, { $ref: string }> } } }[] } };
  };
  const refs = properties.next.anyOf.map((branch) => branch.properties.arguments.properties);
  const leaves = refs.map(({ item }) => $defs[String(item?.$ref).replace('#/$defs/', '')]);
  expect(leaves).toEqual([{ type: 'null' }, { type: 'boolean' }]);
  const selves = refs.map(({ self }) => $defs[String(self?.$ref).replace('#/$defs/', '')]);
  expect(selves).toMatchObject([{ type: 'object' }, { type: 'object' }]);
  expect(refs[0]?.['name']).toEqual({ const: { $ref: '#/no' } });
});

test('a property called $ref is not a reference', () => {
  const parameters = { type: 'object', properties: { $ref: { type: 'string' } } };
  expect(schemaOf({ tools: [{ name: 'a', parameters }], toolChoice: 'required' })).toEqual(
    object({ next: { anyOf: [object({ tool: { const: 'a' }, arguments: parameters })] } }),
  );
});

test('keywords that the route does not hold are left out', () => {
  const parameters = { type: 'object', properties: { n: { type: 'number', multipleOf: 3 } } };
  const schema = schemaOf({ tools: [{ name: 'a', parameters }], toolChoice: 'required' });
  expect(JSON.stringify(schema)).not.toContain('multipleOf');
  expect(JSON.stringify(toolCallSchema({ messages: [], tools: [{ name: 'a', parameters }] }, undefined))).toContain(
    'multipleOf',
  );
});

/** A schema that refers to an anchor in it. */
function anchored(leaf: object): JsonObject {
  return {
    $id: 'https://example.com/tool',
    type: 'object',
    properties: { leaf: { $ref: '#leaf' }, again: { $ref: 'tool' } },
    $defs: { a: { $anchor: 'leaf', ...leaf } },
  };
}

test.each([[GRAMMAR_KEYWORDS], [undefined]])('two tools and a reply may have the same anchors: %#', (keywords) => {
  const tools = [
    { name: 'one', parameters: anchored({ type: 'null' }) },
    { name: 'two', parameters: anchored({ type: 'boolean' }) },
  ];
  const responseFormat = { type: 'json_schema', schema: anchored({ type: 'integer' }) } as const;
  const text = JSON.stringify(toolCallSchema({ messages: [], tools, responseFormat }, keywords));
  expect(text).not.toMatch(/\$anchor|\$id|#leaf|example/);
  const { $defs } = JSON.parse(text) as { $defs: Record<string, { type: string }> };
  const [used = []] = [text.match(/#\/\$defs\/[a-z]+/g)?.map((reference) => reference.replace('#/$defs/', ''))];
  expect(new Set(used)).toEqual(new Set(Object.keys($defs)));
  expect(Object.values($defs).map(({ type }) => type)).toEqual(
    expect.arrayContaining(['null', 'boolean', 'integer', 'object', 'object', 'object']),
  );
});

const EMPTY = { properties: { n: { enum: [] } } };
const CIRCLE = { type: 'object', properties: { n: { $ref: '#/$defs/n' } }, $defs: { n: { $ref: '#/$defs/n' } } };

test.each<[parameters: SchemaInput, message: string]>([
  [EMPTY, 'No value matches "/properties/n" of the schema of tool "a", because "enum" is empty.'],
  [z.object({ date: z.date() }), 'The schema of tool "a" could not be converted to JSON Schema'],
  [{ $ref: '#nope' }, 'The schema of tool "a" has the reference "#nope", which has no target or several; expected'],
  [{ $ref: '#/$defs/nope' }, 'The schema of tool "a" has the reference "#/$defs/nope", which'],
  [{ $ref: 'https://example.com/a' }, 'The schema of tool "a" has the reference "https://example.com/a", which'],
  [{ $dynamicRef: '#node' }, 'The schema of tool "a" has the reference "#node", which'],
  [CIRCLE, 'the schema of tool "a" has the reference "#'],
  [{ $ref: '#sk-Zx81kQpW93nVb72LmT4' }, 'has the reference "***", which'],
  [{ type: 'string' }, 'The schema of tool "a" must have the type "object"'],
])('parameters that cannot be sent are refused: %#', (parameters, message) => {
  expect(() => toolCallSchema({ messages: [], tools: [B, { name: 'a', parameters }] }, undefined)).toThrow(
    expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining(message) }),
  );
});

test.each<[schema: JsonObject, message: string]>([
  [{ type: 'object', ...EMPTY }, 'No value matches "/properties/n" of "responseFormat.schema", because'],
  [{ $ref: '#nope' }, '"responseFormat.schema" has the reference "#nope", which'],
])('a format of the reply that cannot be sent is refused: %#', (schema, message) => {
  expect(() => schemaOf({ responseFormat: { type: 'json_schema', schema } })).toThrow(
    expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining(message) }),
  );
});
