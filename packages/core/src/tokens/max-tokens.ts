import type { ChatRequest } from '../contract/chat.js';
import type { Message } from '../contract/message.js';
import { utf8Length } from '../json/utf8-length.js';

/** Number of tokens that a chat template adds to a prompt and to each message, with room for a default system message. */
const TEMPLATE_TOKENS = 256;
const MESSAGE_TOKENS = 32;

function bytesOf(content: Message['content']): number {
  if (content === undefined) return 0;
  if (typeof content === 'string') return utf8Length(content);
  return content.reduce((sum, part) => sum + (part.type === 'text' ? utf8Length(part.text) : Infinity), 0);
}

/**
 * Returns a number of tokens that the prompt of a chat does not exceed with any tokenizer, since a token has at least one byte of UTF-8. Infinite for a chat with tools, tool calls,
 * reasoning, images or a format, since it is not known what the template makes of them.
 */
export function maxTokensOf({ messages, tools, responseFormat }: ChatRequest): number {
  if (tools !== undefined || responseFormat !== undefined) return Number.POSITIVE_INFINITY;
  return messages.reduce((sum, message) => {
    const isPlain = message.role !== 'tool' && !('toolCalls' in message) && !('reasoning' in message);
    return isPlain ? sum + MESSAGE_TOKENS + bytesOf(message.content) : Number.POSITIVE_INFINITY;
  }, TEMPLATE_TOKENS);
}
