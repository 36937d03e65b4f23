import type { Message } from '../contract/message.js';
import { joinContent } from '../messages/join-content.js';

/**
 * Returns messages with a text of the user at the end. It becomes part of the last message if that is of the user too, because the chat templates of
 * some models reject two in a row, such as those of Gemma and Mistral.
 */
export function withUserText(messages: readonly Message[], text: string): readonly Message[] {
  const last = messages.at(-1);
  if (last?.role !== 'user') return [...messages, { role: 'user', content: text }];
  return [...messages.slice(0, -1), { ...last, content: joinContent(last.content, text) }];
}
