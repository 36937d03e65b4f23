import type { SchemaKeywords } from '../contract/capability.js';
import type { ChatRequest } from '../contract/chat.js';
import type { JsonObject } from '../contract/json.js';
import type { ToolDefinition } from '../contract/tool.js';
import { jsonSchemaOf } from '../capability/json-schema-of.js';
import { toolSchemaName, toolSchemaOf } from '../capability/tool-schema-of.js';
import { fitSchema, type SchemaPart } from '../objects/fit-schema.js';
import { localizeReferences } from '../objects/localize-references.js';
import { unresolvedError } from '../objects/unresolved-error.js';
import { callsKeyOf } from './emulated-call.js';

/** Maximum number of calls in one response. Without one, small models never end the list. */
export const MAX_CALLS = 8;

/** Returns the schema of an object with these properties only. */
function objectOf(properties: JsonObject): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** Returns a schema as a part of the whole one. Throws `invalid_request` for a reference whose target is not in it. */
function partOf(schema: JsonObject, { place, name }: SchemaPart): JsonObject {
  const local = localizeReferences(schema, `#${place}`);
  const [unresolved] = local.unresolved;
  if (unresolved !== undefined) throw unresolvedError(name, unresolved);
  return local.schema;
}

/** Returns the schema of the arguments of a tool. */
function argumentsOf(tool: ToolDefinition, part: SchemaPart): JsonObject {
  const given = toolSchemaOf(tool);
  if (given === undefined) return objectOf({});
  const schema = partOf(given, part);
  const isTyped = ['type', '$ref', 'anyOf', 'oneOf', 'allOf'].some((keyword) => keyword in schema);
  return isTyped ? schema : { type: 'object', ...schema };
}

/** Returns the tools that the model may call, as `toolChoice` says. */
export function allowedTools({ tools = [], toolChoice }: ChatRequest): readonly ToolDefinition[] {
  return typeof toolChoice === 'object' ? tools.filter(({ name }) => name === toolChoice.name) : tools;
}

/** Returns true if the model may reply with text. */
export function mayReply({ toolChoice = 'auto' }: ChatRequest): boolean {
  return toolChoice === 'auto';
}

function replySchema({ responseFormat }: ChatRequest, part: SchemaPart): JsonObject {
  if (responseFormat?.type === 'json_object') return { type: 'object' };
  if (responseFormat?.type !== 'json_schema') return { type: 'string' };
  return partOf(jsonSchemaOf(responseFormat.schema, 'responseFormat.schema'), part);
}

/**
 * Returns the schema of the JSON that the model has to write: `{ "next": … }`, or `{ "calls": [ … ] }` if it may call several tools at once. It is an
 * object at its root, because OpenAI's strict mode refuses other roots.
 *
 * @throws `invalid_request` for parameters that cannot be converted, that no value matches, or that refer to something outside of them.
 */
export function toolCallSchema(request: ChatRequest, keywords: SchemaKeywords | undefined): JsonObject {
  const key = callsKeyOf(request);
  const tools = allowedTools(request);
  const parent = `/properties/${key}${key === 'calls' ? '/items' : ''}`;
  const placeOf = (index: number, property: string): string => `${parent}/anyOf/${index}/properties/${property}`;
  const parts = tools.map((tool, index): SchemaPart => ({
    place: placeOf(index, 'arguments'),
    name: `the ${toolSchemaName(tool)}`,
  }));
  const reply: SchemaPart = { place: placeOf(tools.length, 'reply'), name: '"responseFormat.schema"' };
  const branches = tools.map((tool, index) =>
    objectOf({ tool: { const: tool.name }, arguments: argumentsOf(tool, parts[index] ?? reply) }),
  );
  if (mayReply(request)) branches.push(objectOf({ reply: replySchema(request, reply) }));
  const item = { anyOf: branches };
  const value = key === 'next' ? item : { type: 'array', items: item, minItems: 1, maxItems: MAX_CALLS };
  const fit = { keywords, key: undefined, isList: false, parts: [...parts, reply] };
  return fitSchema(objectOf({ [key]: value }), fit).schema;
}
