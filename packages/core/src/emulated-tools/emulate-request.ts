import type { ChatRequest } from '../contract/chat.js';
import type { Message } from '../contract/message.js';
import { withUserText } from '../objects/with-user-text.js';
import { callsKeyOf, type EmulatedCall } from './emulated-call.js';
import { rewriteMessages } from './rewrite-messages.js';
import { toolCallSchema } from './tool-call-schema.js';
import { toolPrompt } from './tool-prompt.js';

/** Returns messages with a text at the end of the first system message, because most chat templates accept only one. */
function withSystemText(messages: readonly Message[], text: string): readonly Message[] {
  const [first, ...others] = messages;
  if (first?.role !== 'system') return [{ role: 'system', content: text }, ...messages];
  const { content } = first;
  const joined = typeof content === 'string' ? `${content}\n\n${text}` : [...content, { type: 'text', text } as const];
  return [{ ...first, content: joined }, ...others];
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
  const withText = features.includes('systemMessage') ? withSystemText : withUserText;
  return {
    ...rest,
    messages: withText(messages, text),
    responseFormat: {
      type: 'json_schema',
      name: 'response',
      schema: toolCallSchema(request, keywords),
      ...(isStrict && { strict: true }),
    },
  };
}
