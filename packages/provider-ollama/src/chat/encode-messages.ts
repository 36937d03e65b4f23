import { LmError, type ContentPart, type ImagePart, type Message } from '@lmux/core/provider';
import { normalizeToolCall } from '@lmux/core/provider/json';
import { encodeImage, reasoningText, withoutUndefined } from '@lmux/provider-openai/protocol';
import type { OllamaMessage, OllamaToolCall } from './wire.js';

type AssistantMessage = Extract<Message, { role: 'assistant' }>;
type ToolCallInput = NonNullable<AssistantMessage['toolCalls']>[number];

/** Joins the text parts of a message, since a message of Ollama has a single text. */
function textOf(content: string | readonly ContentPart[] | undefined): string {
  if (content === undefined || typeof content === 'string') return content ?? '';
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
}

const DATA_URL = /^data:[^,]*;base64,/i;

/** Encodes an image as Ollama requires it: the file as base64, without a `data:` prefix. */
function encodeImageData(part: ImagePart): string {
  const url = encodeImage(part);
  const lead = DATA_URL.exec(url)?.[0];
  if (lead !== undefined) return url.slice(lead.length);
  throw new LmError(
    'invalid_request',
    'Ollama does not fetch images: an image must be bytes or a base64 "data:" URL. Fetch the image and pass its bytes.',
  );
}

function imagesOf(content: string | readonly ContentPart[]): string[] | undefined {
  if (typeof content === 'string') return undefined;
  const images = content.flatMap((part) => (part.type === 'image' ? [encodeImageData(part)] : []));
  return images.length === 0 ? undefined : images;
}

/** Encodes an earlier tool call. Ollama requires an object as arguments. */
function encodeCall(call: ToolCallInput): OllamaToolCall {
  const { id, name, input } = normalizeToolCall(call);
  return { id, function: { name, arguments: input } };
}

/** Encodes a conversation for Ollama. A tool result is sent with the name of its tool, which is looked up by the call's id. */
export function encodeMessages(messages: readonly Message[]): OllamaMessage[] {
  const names = new Map<string, string>();
  return messages.map((message): OllamaMessage => {
    switch (message.role) {
      case 'system':
        return { role: 'system', content: textOf(message.content) };
      case 'user':
        return withoutUndefined({
          role: 'user',
          content: textOf(message.content),
          images: imagesOf(message.content),
        }) as OllamaMessage;
      case 'assistant': {
        const { content, reasoning, toolCalls = [] } = message;
        const calls = toolCalls.map((call) => encodeCall(call));
        for (const [index, { id }] of toolCalls.entries()) names.set(id, calls[index]?.function.name ?? '');
        return withoutUndefined({
          role: 'assistant',
          content: textOf(content),
          thinking: reasoningText(reasoning) || undefined,
          tool_calls: calls.length === 0 ? undefined : calls,
        }) as OllamaMessage;
      }
      case 'tool':
        return withoutUndefined({
          role: 'tool',
          content: textOf(message.content),
          images: imagesOf(message.content),
          tool_name: names.get(message.toolCallId),
          tool_call_id: message.toolCallId,
        }) as OllamaMessage;
      default:
        return message satisfies never;
    }
  });
}
