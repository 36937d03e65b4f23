import type { ContentPart, Message, Warning } from '@lmux/core/provider';
import { normalizeToolCall, readObject } from '@lmux/core/provider/json';
import { readProviderMetadata } from '@lmux/core/provider/streams';
import { GENERAL_DIALECT } from '../encode/dialect.js';
import { encodeImage } from '../encode/encode-image.js';
import { withoutUndefined } from '../encode/merge-defined.js';
import { encodeReasoning, stateFields, type HistoryTarget } from './encode-reasoning.js';
import type { ChatAssistantMessageParam, ChatImagePart, ChatMessageParam, ChatTextPart, ChatToolCall } from './wire.js';

type TextPart = Extract<ContentPart, { type: 'text' }>;
type AssistantMessage = Extract<Message, { role: 'assistant' }>;
type ToolMessage = Extract<Message, { role: 'tool' }>;
type ToolCallInput = NonNullable<AssistantMessage['toolCalls']>[number];

/** A server of which nothing is known. */
const UNKNOWN_TARGET: HistoryTarget = { dialect: GENERAL_DIALECT };

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

/** Encodes content that may have images. A single text part becomes a string, as in other content. */
function encodeParts(content: string | readonly ContentPart[]): string | (ChatTextPart | ChatImagePart)[] {
  if (typeof content === 'string') return content;
  const [first] = content;
  return content.length === 1 && first?.type === 'text' ? first.text : content.map((part) => encodePart(part));
}

function encodeResult(content: string | readonly ContentPart[]): string | ChatTextPart[] {
  // The wire types are OpenAI's, which have no images in tool results.
  return encodeParts(content) as string | ChatTextPart[];
}

/** Adds the state of a tool call that came from this server, unchanged. */
function withState(
  encoded: ChatToolCall,
  { providerMetadata }: ToolCallInput,
  { source }: HistoryTarget,
): ChatToolCall {
  const state = source === undefined ? undefined : readProviderMetadata(providerMetadata, source);
  if (state === undefined) return encoded;
  return { ...state, ...encoded, function: { ...readObject(state.function), ...encoded.function } };
}

/** Encodes an earlier tool call. Servers parse its arguments, so they are sent as a JSON object whatever the model wrote. */
function encodeCall(call: ToolCallInput, target: HistoryTarget): ChatToolCall {
  const { id, name, arguments: args } = normalizeToolCall(call);
  const encoded: ChatToolCall = { id, type: 'function', function: { name, arguments: args } };
  return call.providerMetadata === undefined ? encoded : withState(encoded, call, target);
}

/** Returns content with reasoning before the text, which is left out if it is empty. */
function withParts(parts: readonly unknown[], text: string | ChatTextPart[]): ChatTextPart[] {
  const texts = text.length === 0 ? [] : typeof text === 'string' ? [{ type: 'text' as const, text }] : text;
  // The wire types are OpenAI's, which have no content parts with reasoning.
  return [...(parts as ChatTextPart[]), ...texts];
}

/** Returns the state of a message that came from this server, unchanged. */
function encodeState(
  { providerMetadata }: AssistantMessage,
  { source }: HistoryTarget,
): Readonly<Record<string, unknown>> {
  const state = source === undefined ? undefined : readProviderMetadata(providerMetadata, source);
  return state === undefined ? {} : Object.fromEntries(stateFields(state, 'message'));
}

/** Returns the content of a message with tool calls and no text, in the form that the server accepts. */
function emptyContent({ dialect: { toolCallContent = 'null' } }: HistoryTarget): { content?: '' | null } {
  if (toolCallContent === 'omit') return {};
  return { content: toolCallContent === 'empty' ? '' : null };
}

function encodeAssistant(message: AssistantMessage, target: HistoryTarget): ChatAssistantMessageParam {
  const { content = '', toolCalls = [], reasoning, providerMetadata } = message;
  const text = encodeText(content);
  const called = toolCalls.length > 0;
  const encoded: ChatAssistantMessageParam = {
    role: 'assistant',
    ...(called && text.length === 0 ? emptyContent(target) : { content: text }),
    ...(called ? { tool_calls: toolCalls.map((call) => encodeCall(call, target)) } : {}),
  };
  const state = providerMetadata === undefined ? undefined : encodeState(message, target);
  if (reasoning === undefined) return state === undefined ? encoded : { ...encoded, ...state };
  const { parts, fields } = encodeReasoning(reasoning, target);
  return { ...encoded, ...(parts.length === 0 ? {} : { content: withParts(parts, text) }), ...fields, ...state };
}

function encodeMessage(message: Message, target: HistoryTarget): ChatMessageParam {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: encodeText(message.content) };
    case 'user':
      return { role: 'user', content: encodeParts(message.content) };
    case 'assistant':
      return encodeAssistant(message, target);
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: encodeResult(message.content) };
    default:
      return message satisfies never;
  }
}

/**
 * Encodes the messages of a conversation. The reasoning and the state of earlier messages are sent only as far as the target is known to
 * read them. Images of tool results stay in the results. `moveToolImages` moves them for servers that reject them there.
 */
export function encodeMessages(
  messages: readonly Message[],
  target: HistoryTarget = UNKNOWN_TARGET,
): ChatMessageParam[] {
  return messages.map((message) => encodeMessage(message, target));
}

/** Returns true for a tool result with an image. */
export function hasImages(message: Message): message is ToolMessage & { readonly content: readonly ContentPart[] } {
  const { role, content } = message;
  return role === 'tool' && typeof content === 'object' && content.some(({ type }) => type === 'image');
}

/** Returns true if there is a tool result with an image. */
export function hasToolImages(messages: readonly Message[]): boolean {
  return messages.some(hasImages);
}

/** Returns true if a message has reasoning that did not come from the source. */
function isForeign(message: Message, source: HistoryTarget['source']): boolean {
  if (message.role !== 'assistant' || message.reasoning === undefined) return false;
  const { reasoning } = message;
  if (typeof reasoning === 'string') return reasoning !== '';
  return reasoning.some(
    ({ text, providerMetadata }) =>
      text !== '' && (source === undefined || readProviderMetadata(providerMetadata, source) === undefined),
  );
}

/** Returns a warning if the reasoning of a message is not sent because the field that the server reads is not known. */
export function reasoningWarnings(
  messages: readonly Message[],
  { dialect: { reasoningField, defaultReasoningField }, source }: HistoryTarget,
): Warning[] {
  if ((reasoningField ?? defaultReasoningField) !== undefined) return [];
  if (!messages.some((message) => isForeign(message, source))) return [];
  return [
    {
      code: 'reasoning_not_sent',
      message:
        'The reasoning of an earlier message was not sent, because it is not known in which field the server reads it. Set "options.reasoningField" to "reasoning_content", "reasoning" or "thinking", or to "none" to send no reasoning.',
    },
  ];
}
