import type { AssistantMessage, ContentPart, Message, TextPart, ToolMessage } from '../contract/message.js';
import type { ToolCallInput } from '../contract/tool.js';
import { joinContent } from '../messages/join-content.js';
import { normalizeToolCall } from '../provider/normalize-tool-call.js';
import type { CallsKey } from './emulated-call.js';

type Content = string | readonly ContentPart[];

/** Returns the calls as the JSON that the model wrote for them, or would have written. */
function callsText(calls: readonly ToolCallInput[], key: CallsKey): string {
  // The text of the arguments, because `JSON.stringify` fails for a value that is nested some thousand levels deep.
  const items = calls.map((call) => {
    const { name, arguments: args } = normalizeToolCall(call);
    return `{"tool":${JSON.stringify(name)},"arguments":${args}}`;
  });
  return key === 'next' && items.length === 1 ? `{"next":${items[0]}}` : `{"calls":[${items.join(',')}]}`;
}

function rewriteAssistant({ toolCalls = [], content, ...rest }: AssistantMessage, key: CallsKey): AssistantMessage {
  if (toolCalls.length === 0) return content === undefined ? rest : { ...rest, content };
  const text = callsText(toolCalls, key);
  const isEmpty = content === undefined || content.length === 0;
  return { ...rest, content: isEmpty ? text : (joinContent(content, text) as string | TextPart[]) };
}

/** Returns a result as the text of a user message. Images follow the text. */
function resultOf({ content, toolCallId }: ToolMessage, names: ReadonlyMap<string, string>): Content {
  const name = names.get(toolCallId);
  const introduction = name === undefined ? 'Result: ' : `Result of ${name}: `;
  if (typeof content === 'string') return introduction + content;
  return [{ type: 'text', text: introduction }, ...content];
}

/**
 * Returns messages for a model that has no tools: calls become the JSON that the model writes, and results become messages of the user. Messages
 * of the user that follow each other become one, because the chat templates of some models reject two in a row.
 */
export function rewriteMessages(messages: readonly Message[], key: CallsKey): readonly Message[] {
  const names = new Map<string, string>();
  const rewritten: Message[] = [];
  let isResult = false;
  for (const message of messages) {
    if (message.role === 'tool' || (message.role === 'user' && isResult)) {
      const content = message.role === 'tool' ? resultOf(message, names) : message.content;
      const last = rewritten.at(-1);
      // The message of the user before a result is not part of it.
      if (last?.role === 'user' && isResult)
        rewritten[rewritten.length - 1] = { ...last, content: joinContent(last.content, content) };
      else rewritten.push({ role: 'user', content });
      isResult = message.role === 'tool';
      continue;
    }
    isResult = false;
    if (message.role === 'assistant') {
      for (const { id, name } of message.toolCalls ?? []) names.set(id, name);
      rewritten.push(rewriteAssistant(message, key));
    } else rewritten.push(message);
  }
  return rewritten;
}
