import type { ChatRequest } from '../contract/chat.js';
import type { JsonObject } from '../contract/json.js';
import { oneOf } from '../validate/check.js';
import type { ObjectChatRequest, ObjectMode } from './object-request.js';
import { withUserText } from './with-user-text.js';

export const isObjectMode = /* @__PURE__ */ oneOf('jsonSchema', 'tool', 'jsonObject', 'prompt');

export const DEFAULT_NAME = 'response';

/** What a server may refuse of each mode. Some refuse `response_format` without a name of its type, which counts as `jsonSchema`. */
export const MODE_FEATURES: Readonly<Record<ObjectMode, readonly unknown[]>> = {
  jsonSchema: ['jsonSchema'],
  tool: ['tools', 'toolChoice'],
  jsonObject: ['jsonObject', 'jsonSchema', 'systemMessage'],
  prompt: ['systemMessage'],
};

/** A way to ask a model for an object. */
export interface ObjectWay {
  readonly mode: ObjectMode;
  /** True if the schema is described in the last message of the user, for models that take no system message. */
  readonly isInUserMessage?: boolean;
}

/** The ways in the order in which they are tried. */
export const OBJECT_WAYS: readonly ObjectWay[] = [
  { mode: 'jsonSchema' },
  { mode: 'tool' },
  { mode: 'jsonObject' },
  { mode: 'jsonObject', isInUserMessage: true },
  { mode: 'prompt' },
  { mode: 'prompt', isInUserMessage: true },
];

/** What the model is told about the object. */
interface ObjectDescription extends Pick<ObjectChatRequest, 'name' | 'description' | 'strict'> {
  readonly schema: JsonObject;
}

/** Returns the chat by which a model is asked for an object. */
export function chatFor(
  { mode, isInUserMessage }: ObjectWay,
  chat: ChatRequest,
  { name = DEFAULT_NAME, description, strict, schema }: ObjectDescription,
): ChatRequest {
  const about = { name, ...(description !== undefined && { description }), ...(strict !== undefined && { strict }) };
  if (mode === 'jsonSchema') return { ...chat, responseFormat: { type: 'json_schema', schema, ...about } };
  if (mode === 'tool') return { ...chat, tools: [{ parameters: schema, ...about }], toolChoice: { name } };
  // OpenAI rejects the format of any object unless the prompt contains the word JSON.
  const instruction = `Respond only with JSON that matches this JSON Schema: ${JSON.stringify(schema)}`;
  const text = [description, instruction].filter(Boolean).join('\n\n');
  return {
    ...chat,
    ...(isInUserMessage === true
      ? { messages: withUserText(chat.messages, text) }
      : { system: [chat.system, text].filter(Boolean).join('\n\n') }),
    ...(mode === 'jsonObject' && { responseFormat: { type: 'json_object' } }),
  };
}
