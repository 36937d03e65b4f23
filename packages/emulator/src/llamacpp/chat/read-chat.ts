import { isRecord } from '../../shared/json/read-json.js';
import { JSON_OBJECT } from '../../shared/engine/json-object.js';
import { offeredTools } from '../../shared/openai/read-tools.js';
import type { PromptMessage, ReplyRequest } from '../../shared/engine/reply.js';
import { LlamaRefusal } from '../llama-refusal.js';

type Body = Readonly<Record<string, unknown>>;

/** Everything of a chat request but its model. */
export function readChat(body: Body): Omit<ReplyRequest, 'model'> {
  const { messages, tool_choice: choice } = body;
  if (!Array.isArray(messages)) {
    throw new LlamaRefusal(400, messages === undefined ? "'messages' is required" : "'messages' must be an array");
  }
  return {
    endpoint: 'chat',
    messages: messages.map(readMessage),
    tools: offeredTools(body['tools']),
    toolChoice: choice === 'none' || choice === 'required' ? choice : 'auto',
    parallelToolCalls: body['parallel_tool_calls'] !== false,
    schema: readSchema(body),
    body,
  };
}

function readMessage(message: unknown): PromptMessage {
  const { role, content } = isRecord(message) ? message : {};
  const name = typeof role === 'string' ? role : '';
  if (typeof content === 'string') return { role: name, text: content, images: 0 };
  const parts = Array.isArray(content) ? content.filter(isRecord) : [];
  const texts = parts.map((part) => part['text']).filter((text) => typeof text === 'string');
  return { role: name, text: texts.join('\n'), images: parts.filter(({ type }) => type === 'image_url').length };
}

/** `json_schema`, or `response_format` with a schema or without. */
function readSchema({ json_schema, response_format: format }: Body): Record<string, unknown> | undefined {
  if (isRecord(json_schema)) return json_schema;
  if (!isRecord(format) || format['type'] === 'text') return undefined;
  if (format['type'] === 'json_object') return isRecord(format['schema']) ? format['schema'] : JSON_OBJECT;
  if (format['type'] !== 'json_schema') {
    const given = String(format['type']);
    throw new LlamaRefusal(400, `response_format type must be one of "text" or "json_object", but got: ${given}`);
  }
  const described = isRecord(format['json_schema']) ? format['json_schema'] : {};
  return isRecord(described['schema']) ? described['schema'] : {};
}

/** The limit on the answer's tokens, under any of its three names. */
export function readMaxTokens(body: Body): number {
  const limit = body['max_tokens'] ?? body['max_completion_tokens'] ?? body['n_predict'];
  return typeof limit === 'number' && limit >= 0 ? limit : Number.POSITIVE_INFINITY;
}

/** Whether the chat template lets the model think. */
export function readThinking(body: Body): boolean {
  const { chat_template_kwargs: wishes, reasoning_effort: effort, reasoning_budget: budget } = body;
  return !(isRecord(wishes) && wishes['enable_thinking'] === false) && effort !== 'none' && budget !== 0;
}
