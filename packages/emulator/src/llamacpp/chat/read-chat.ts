import type { PromptMessage, ReplyRequest } from '../../shared/engine/reply.js';
import { JSON_OBJECT } from '../../shared/engine/sample-schema.js';
import { countPrompt } from '../../shared/engine/tokenize.js';
import { asArray, asRecord, asString, isRecord, tryParseJson } from '../../shared/json/read-json.js';
import type { JsonRecord } from '../../shared/json/read-json.js';
import type { Model } from '../../shared/models/model.js';
import { readContent, readJsonSchema, readTools } from '../../shared/openai/read-request.js';
import { LlamaRefusal } from '../llama-refusal.js';
import { syntaxError } from '../read-body.js';

/** A chat after its template has been applied. */
interface PreparedChat {
  /** The chat without its model. */
  readonly request: Omit<ReplyRequest, 'model'>;
  readonly promptTokens: number;
}

/**
 * Reads a chat for a model. An image for a model without vision is refused with a 500, as llama-server does. Tools for a
 * model whose chat template has none are dropped silently.
 */
export function prepareChat(model: Model, body: JsonRecord): PreparedChat {
  const chat = readChat(body);
  const request = model.toolUse ? chat : { ...chat, tools: [] };
  if (!model.vision && request.messages.some(({ images }) => images > 0)) {
    const message = 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj';
    throw new LlamaRefusal(500, message);
  }
  return { request, promptTokens: countPrompt(request.messages, request.tools) };
}

function readChat(body: JsonRecord): PreparedChat['request'] {
  const { messages, tool_choice: choice } = body;
  if (!Array.isArray(messages)) {
    throw new LlamaRefusal(400, messages === undefined ? "'messages' is required" : "'messages' must be an array");
  }
  return {
    endpoint: 'chat',
    messages: messages.map(readMessage),
    tools: readTools(body['tools']),
    toolChoice: choice === 'none' || choice === 'required' ? choice : 'auto',
    parallelToolCalls: body['parallel_tool_calls'] !== false,
    schema: readSchema(body),
    body,
  };
}

/**
 * Reads a message. Arguments of its tool calls that are not JSON are refused with a 500, as llama-server does for the templates that print
 * them as objects.
 */
function readMessage(message: unknown): PromptMessage {
  const { role, content, tool_calls: calls } = asRecord(message);
  for (const call of asArray(calls)) {
    const args = asString(asRecord(asRecord(call)['function'])['arguments']);
    if (args === undefined || tryParseJson(args) !== undefined) continue;
    throw new LlamaRefusal(500, `Failed to parse tool call arguments as JSON: ${syntaxError(args)}`);
  }
  return { role: asString(role) ?? '', ...readContent(content) };
}

/** Reads the schema from `json_schema` or `response_format`. */
function readSchema({ json_schema, response_format: format }: JsonRecord): Record<string, unknown> | undefined {
  if (isRecord(json_schema)) return json_schema;
  if (!isRecord(format) || format['type'] === 'text') return undefined;
  if (format['type'] === 'json_object') return isRecord(format['schema']) ? format['schema'] : JSON_OBJECT;
  if (format['type'] !== 'json_schema') {
    const given = String(format['type']);
    throw new LlamaRefusal(400, `response_format type must be one of "text" or "json_object", but got: ${given}`);
  }
  return readJsonSchema(format) ?? {};
}

/** Returns true if the chat template enables reasoning. */
export function readThinking(body: JsonRecord): boolean {
  const { chat_template_kwargs: settings, reasoning_effort: effort, reasoning_budget: budget } = body;
  return asRecord(settings)['enable_thinking'] !== false && effort !== 'none' && budget !== 0;
}
