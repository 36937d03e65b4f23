import type { ReplyRequest } from '../../../shared/engine/reply.js';
import { readMessages } from './read-messages.js';
import { readSchema } from './read-schema.js';
import { readToolChoice, readTools } from './read-tools.js';

/** Everything of a chat request but its model. Fields that LM Studio does not know are let through, as it does. */
export type ChatRequest = Omit<ReplyRequest, 'model'>;

/** Reads and checks the body of POST /v1/chat/completions. */
export function readChatRequest(body: Readonly<Record<string, unknown>>): ChatRequest {
  return {
    endpoint: 'chat',
    messages: readMessages(body),
    tools: readTools(body),
    toolChoice: readToolChoice(body),
    parallelToolCalls: body['parallel_tool_calls'] !== false,
    schema: readSchema(body),
    body,
  };
}
