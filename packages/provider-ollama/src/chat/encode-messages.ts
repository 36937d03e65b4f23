import { LmError, type ContentPart, type ImagePart, type Message } from '@lmux/core/provider';
import { isObject } from '@lmux/core/provider/json';
import { encodeImage, withoutUndefined } from '@lmux/provider-openai/protocol';
import type { OllamaMessage, OllamaToolCall } from './wire.js';

type AssistantMessage = Extract<Message, { role: 'assistant' }>;
type ToolCallInput = NonNullable<AssistantMessage['toolCalls']>[number];

/** The text of a message as one: Ollama knows no parts. */
function textOf(content: string | readonly ContentPart[] | undefined): string {
  if (content === undefined || typeof content === 'string') return content ?? '';
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
}

const DATA_URL = /^data:[^,]*;base64,/i;

/** An image as Ollama takes it: the base64 of its file alone. */
function encodeImageData(part: ImagePart): string {
  const url = encodeImage(part);
  const lead = DATA_URL.exec(url)?.[0];
  if (lead !== undefined) return url.slice(lead.length);
  throw new LmError(
    'invalid_request',
    'Ollama takes images as bytes only and fetches none: pass the bytes of the file, or a data: URL with base64.',
  );
}

function imagesOf(content: string | readonly ContentPart[]): string[] | undefined {
  if (typeof content === 'string') return undefined;
  const images = content.flatMap((part) => (part.type === 'image' ? [encodeImageData(part)] : []));
  return images.length === 0 ? undefined : images;
}

/** The arguments of an earlier call as the object that Ollama wants; none are an empty one. */
function argumentsOf({ name, arguments: text }: ToolCallInput): Record<string, unknown> {
  if (text.trim() === '') return {};
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  if (isObject(json)) return json;
  throw new LmError(
    'invalid_request',
    `The arguments of an earlier call of "${name}" are not a JSON object, and Ollama takes nothing else. Leave that call out, or fix its arguments.`,
  );
}

function encodeCall(call: ToolCallInput): OllamaToolCall {
  return { id: call.id, function: { name: call.name, arguments: argumentsOf(call) } };
}

/** A conversation in the wire's words. A tool's result goes back under the tool's name, which is looked up by the call's id. */
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
        for (const { id, name } of toolCalls) names.set(id, name);
        return withoutUndefined({
          role: 'assistant',
          content: textOf(content),
          thinking: reasoning,
          tool_calls: toolCalls.length === 0 ? undefined : toolCalls.map(encodeCall),
        }) as OllamaMessage;
      }
      case 'tool':
        return withoutUndefined({
          role: 'tool',
          content: textOf(message.content),
          tool_name: names.get(message.toolCallId),
          tool_call_id: message.toolCallId,
        }) as OllamaMessage;
      default:
        return message satisfies never;
    }
  });
}
