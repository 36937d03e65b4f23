import type { SchemaKeywords } from '../contract/capability.js';
import type { ChatRequest } from '../contract/chat.js';
import type { JsonObject } from '../contract/json.js';
import type { ToolDefinition } from '../contract/tool.js';
import { jsonSchemaOf } from '../capability/json-schema-of.js';
import { fitSchema } from '../objects/fit-schema.js';
import { callsKeyOf } from './emulated-call.js';
import { rebaseReferences } from './rebase-references.js';

/** Maximum number of calls in one response. Without one, small models never end the list. */
const MAX_CALLS = 8;

/** Returns the schema of an object with these properties only. */
function objectOf(properties: JsonObject): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** Returns the schema of the arguments of a tool, whose references start at this place of the whole schema. */
function argumentsOf({ parameters }: ToolDefinition, index: number, place: string): JsonObject {
  if (parameters === undefined) return objectOf({});
  const schema = rebaseReferences(jsonSchemaOf(parameters, `tools[${index}].parameters`), place);
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

function replySchema({ responseFormat }: ChatRequest, place: string): JsonObject {
  if (responseFormat?.type === 'json_object') return { type: 'object' };
  if (responseFormat?.type !== 'json_schema') return { type: 'string' };
  return rebaseReferences(jsonSchemaOf(responseFormat.schema, 'responseFormat.schema'), place);
}

/**
 * Returns the schema of the JSON that the model has to write: `{ "next": … }`, or `{ "calls": [ … ] }` if it may call several tools at once. It is an
 * object at its root, because OpenAI's strict mode refuses other roots.
 *
 * @throws `invalid_request` for parameters that cannot be converted or that no value matches.
 */
export function toolCallSchema(request: ChatRequest, keywords: SchemaKeywords | undefined): JsonObject {
  const key = callsKeyOf(request);
  const tools = allowedTools(request);
  const count = tools.length + (mayReply(request) ? 1 : 0);
  const parent = `#/properties/${key}${key === 'calls' ? '/items' : ''}`;
  const placeOf = (index: number, property: string): string =>
    `${parent}${count === 1 ? '' : `/anyOf/${index}`}/properties/${property}`;
  const branches = tools.map((tool, index) =>
    objectOf({ tool: { const: tool.name }, arguments: argumentsOf(tool, index, placeOf(index, 'arguments')) }),
  );
  if (mayReply(request)) branches.push(objectOf({ reply: replySchema(request, placeOf(tools.length, 'reply')) }));
  const [first = {}, ...others] = branches;
  const item = others.length === 0 ? first : { anyOf: branches };
  const value = key === 'next' ? item : { type: 'array', items: item, minItems: 1, maxItems: MAX_CALLS };
  return fitSchema(objectOf({ [key]: value }), { keywords, key: undefined, isList: false }).schema;
}
