import type { ChatRequest } from '../contract/chat.js';
import type { Message, SystemMessage } from '../contract/message.js';
import { joinContent } from '../messages/join-content.js';
import type { ToolDefinition } from '../contract/tool.js';
import { toolSchemaOf } from '../capability/tool-schema-of.js';
import { withUserText } from '../objects/with-user-text.js';
import { callsKeyOf, type EmulatedCall } from './emulated-call.js';
import { rewriteMessages } from './rewrite-messages.js';
import { toolCallSchema } from './tool-call-schema.js';
import { toolPrompt } from './tool-prompt.js';

/** Returns messages with a text at the end of the first system message, because most chat templates accept only one. */
function withSystemText(messages: readonly Message[], text: string): readonly Message[] {
  const [first, ...others] = messages;
  if (first?.role !== 'system') return [{ role: 'system', content: text }, ...messages];
  return [{ ...first, content: joinContent(first.content, text) as SystemMessage['content'] }, ...others];
}

/** Converts the parameters of a tool once, for its description and for the schema. */
function withJsonSchema(tool: ToolDefinition): ToolDefinition {
  return { ...tool, parameters: toolSchemaOf(tool) };
}

/**
 * Returns the request that is sent instead of one with tools. It describes the tools as text, and holds the response to a schema of their calls. The
 * history has no tool calls. Without tools, only the history changes.
 */
export function emulateRequest({ request, features, keywords, prompt }: EmulatedCall): ChatRequest {
  const { tools: given, toolChoice: _choice, parallelToolCalls: _parallel, ...rest } = request;
  const messages: readonly Message[] = rewriteMessages(request.messages, callsKeyOf(request));
  if (given === undefined) return { ...rest, messages };
  const tools = given.map(withJsonSchema);
  const isStrict = tools.every(({ strict }) => strict === true);
  const text = toolPrompt({ ...request, tools }, prompt);
  const withText = features.includes('systemMessage') ? withSystemText : withUserText;
  return {
    ...rest,
    // An empty text would be an empty system message, which some servers refuse.
    messages: text === '' ? messages : withText(messages, text),
    responseFormat: {
      type: 'json_schema',
      name: 'response',
      schema: toolCallSchema({ ...request, tools }, keywords),
      ...(isStrict && { strict: true }),
    },
  };
}
