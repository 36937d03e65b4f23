import { expect, test } from 'vitest';
import { z } from 'zod';
import { GRAMMAR_KEYWORDS } from '../capability/grammar-keywords.js';
import type { ChatRequest } from '../contract/chat.js';
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
  [{ toolChoice: { name: 'b' } }, object({ next: CALL_B })],
  [
    { parallelToolCalls: true },
    object({ calls: { type: 'array', items: { anyOf: [CALL_A, CALL_B, REPLY] }, minItems: 1, maxItems: 8 } }),
  ],
  [
    { parallelToolCalls: true, toolChoice: { name: 'b' } },
    object({ calls: { type: 'array', items: CALL_B, minItems: 1, maxItems: 8 } }),
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
    object({ next: object({ tool: { const: 'free' }, arguments: { type: 'object', properties: {} } }) }),
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
    object({ next: object({ tool: { const: 'a' }, arguments: parameters }) }),
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

test.each([
  [{ type: 'object', properties: { n: { enum: [] } } }, 'No value matches'],
  [z.object({ date: z.date() }), 'could not be converted to JSON Schema'],
])('parameters that cannot be sent are refused: %#', (parameters, message) => {
  expect(() => schemaOf({ tools: [{ name: 'a', parameters }] })).toThrow(
    expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining(message) }),
  );
});
