import type { ChatRequest } from '../contract/chat.js';
import type { Message } from '../contract/message.js';
import { withUserText } from '../objects/with-user-text.js';
import { callsKeyOf, type EmulatedCall } from './emulated-call.js';
import { rewriteMessages } from './rewrite-messages.js';
import { toolCallSchema } from './tool-call-schema.js';
import { toolPrompt } from './tool-prompt.js';

/** Returns the request with a text at the end of its first system message, of which most chat templates accept only one. */
function withSystemText(request: ChatRequest, text: string): ChatRequest {
  const [first, ...others] = request.messages;
  if (first?.role !== 'system' || request.system) {
    return { ...request, system: [request.system, text].filter(Boolean).join('\n\n') };
  }
  const { content } = first;
  const joined = typeof content === 'string' ? `${content}\n\n${text}` : [...content, { type: 'text', text } as const];
  return { ...request, messages: [{ ...first, content: joined }, ...others] };
}

/**
 * Returns the request that is sent instead of one with tools. It describes the tools as text, and holds the response to a schema of their calls. The
 * history has no tool calls. Without tools, only the history changes.
 */
export function emulateRequest({ request, features, keywords, prompt }: EmulatedCall): ChatRequest {
  const { tools, toolChoice: _choice, parallelToolCalls: _parallel, ...rest } = request;
  const messages: readonly Message[] = rewriteMessages(request.messages, callsKeyOf(request));
  if (tools === undefined) return { ...rest, messages };
  const isStrict = tools.every(({ strict }) => strict === true);
  const text = toolPrompt(request, prompt);
  const described = features.includes('systemMessage')
    ? withSystemText({ ...rest, messages }, text)
    : { ...rest, messages: withUserText(messages, text) };
  return {
    ...described,
    responseFormat: {
      type: 'json_schema',
      name: 'response',
      schema: toolCallSchema(request, keywords),
      ...(isStrict && { strict: true }),
    },
  };
}
