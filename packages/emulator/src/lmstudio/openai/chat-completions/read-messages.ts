import type { PromptMessage } from '../../../shared/engine/reply.js';
import { isRecord } from '../../../shared/json/read-json.js';
import { Refusal } from '../../../shared/http/refusal.js';

/** The messages reduced to role, text and number of images; refused when there are none. */
export function readMessages(body: Readonly<Record<string, unknown>>): PromptMessage[] {
  const { messages } = body;
  if (!Array.isArray(messages)) throw new Refusal(400, "'messages' field is required");
  if (messages.length === 0) throw new Refusal(400, "'messages' field must not be empty");
  return messages.map((message: unknown, index) => {
    if (!isRecord(message) || typeof message['role'] !== 'string') {
      throw new Refusal(400, `'messages[${index}]' must be an object with a role`);
    }
    return { role: message['role'], ...readContent(message['content']) };
  });
}

function readContent(content: unknown): Pick<PromptMessage, 'text' | 'images'> {
  if (typeof content === 'string') return { text: content, images: 0 };
  const parts = Array.isArray(content) ? content.filter(isRecord) : [];
  const texts = parts.map((part) => part['text']).filter((text) => typeof text === 'string');
  return { text: texts.join('\n'), images: parts.filter((part) => part['type'] === 'image_url').length };
}
