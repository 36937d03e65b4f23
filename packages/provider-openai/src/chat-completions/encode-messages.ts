import type { ContentPart, Message } from '@lmux/core/provider';
import { normalizeToolCall } from '@lmux/core/provider/json';
import { encodeImage } from '../encode/encode-image.js';
import { withoutUndefined } from '../encode/merge-defined.js';
import type { ChatAssistantMessageParam, ChatImagePart, ChatMessageParam, ChatTextPart, ChatToolCall } from './wire.js';

type TextPart = Extract<ContentPart, { type: 'text' }>;
type AssistantMessage = Extract<Message, { role: 'assistant' }>;
type ToolCallInput = NonNullable<AssistantMessage['toolCalls']>[number];

function encodePart(part: TextPart): ChatTextPart;
function encodePart(part: ContentPart): ChatTextPart | ChatImagePart;
function encodePart(part: ContentPart): ChatTextPart | ChatImagePart {
  if (part.type === 'text') return { type: 'text', text: part.text };
  return { type: 'image_url', image_url: withoutUndefined({ url: encodeImage(part), detail: part.detail }) };
}

/** Encodes a single text part as a string, because servers for text models reject parts. Several parts stay a list. */
function encodeText(content: string | readonly TextPart[]): string | ChatTextPart[] {
  if (typeof content === 'string') return content;
  return content.length <= 1 ? (content[0]?.text ?? '') : content.map((part) => encodePart(part));
}

function encodeUserContent(content: string | readonly ContentPart[]): string | (ChatTextPart | ChatImagePart)[] {
  if (typeof content === 'string') return content;
  const [first] = content;
  return content.length === 1 && first?.type === 'text' ? first.text : content.map((part) => encodePart(part));
}

/** Encodes an earlier tool call. Servers parse its arguments, so they are sent as a JSON object whatever the model wrote. */
function encodeCall(call: ToolCallInput): ChatToolCall {
  const { id, name, arguments: args } = normalizeToolCall(call);
  return { id, type: 'function', function: { name, arguments: args } };
}

function encodeAssistant({ content = '', toolCalls = [], reasoning }: AssistantMessage): ChatAssistantMessageParam {
  const text = encodeText(content);
  const called = toolCalls.length > 0;
  return withoutUndefined({
    role: 'assistant' as const,
    content: called && text.length === 0 ? null : text,
    tool_calls: called ? toolCalls.map((call) => encodeCall(call)) : undefined,
    reasoning_content: reasoning,
  }) as ChatAssistantMessageParam;
}

function encodeMessage(message: Message): ChatMessageParam {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: encodeText(message.content) };
    case 'user':
      return { role: 'user', content: encodeUserContent(message.content) };
    case 'assistant':
      return encodeAssistant(message);
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: encodeText(message.content) };
    default:
      return message satisfies never;
  }
}

/** Encodes the messages of a conversation. */
export function encodeMessages(messages: readonly Message[]): ChatMessageParam[] {
  return messages.map((message) => encodeMessage(message));
}
