import type { ChatRequest } from '../contract/chat.js';
import type { JsonObject } from '../contract/json.js';
import { oneOf } from '../validate/check.js';
import type { ObjectChatRequest, ObjectMode } from './object-request.js';

/** The modes in the order in which they are tried. */
export const OBJECT_MODES: readonly ObjectMode[] = ['jsonSchema', 'tool', 'jsonObject', 'prompt'];

export const isObjectMode = /* @__PURE__ */ oneOf(...OBJECT_MODES);

/** What the model is told about the object. */
interface ObjectDescription extends Pick<ObjectChatRequest, 'name' | 'description' | 'strict'> {
  readonly schema: JsonObject;
}

/** Returns the chat by which a model is asked for an object. */
export function chatFor(
  mode: ObjectMode,
  chat: ChatRequest,
  { name = 'response', description, strict, schema }: ObjectDescription,
): ChatRequest {
  const about = { name, ...(description !== undefined && { description }), ...(strict !== undefined && { strict }) };
  if (mode === 'jsonSchema') return { ...chat, responseFormat: { type: 'json_schema', schema, ...about } };
  if (mode === 'tool') return { ...chat, tools: [{ parameters: schema, ...about }], toolChoice: { name } };
  // OpenAI rejects the format of any object unless the prompt contains the word JSON.
  const instruction = `Respond only with JSON that matches this JSON Schema: ${JSON.stringify(schema)}`;
  const system = [chat.system, description, instruction].filter(Boolean).join('\n\n');
  return { ...chat, system, ...(mode === 'jsonObject' && { responseFormat: { type: 'json_object' } }) };
}
