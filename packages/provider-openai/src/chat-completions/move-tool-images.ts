import type { ChatRequest, ContentPart, Message, Warning, WithModel } from '@lmux/core/provider';
import type { Dialect, ToolImages } from '../encode/dialect.js';
import { toolImagesFor } from '../encode/tool-images.js';
import { hasImages, hasToolImages } from './encode-messages.js';

type UserMessage = Extract<Message, { role: 'user' }>;

/** The message between tool results and a user message, for servers that require one. */
const BETWEEN: Message = { role: 'assistant', content: 'The images of the tool results follow.' };

/**
 * Returns a tool result in which a sentence replaces each image, and adds the images to a list. The content is one string, since some
 * servers accept nothing else in a tool result (NousResearch/hermes-agent issue 41072).
 */
function withoutImages(message: Message, images: ContentPart[]): Message {
  if (!hasImages(message)) return message;
  const texts = message.content.map((part) => {
    if (part.type === 'text') return part.text;
    // Each image has a label before it.
    const number = images.length / 2 + 1;
    images.push({ type: 'text', text: `Image ${number} of the tool results:` }, part);
    return `Image ${number} is in the next user message.`;
  });
  return { ...message, content: texts.join('\n\n') };
}

/** Returns the messages with the images of results. The content of a user message that follows is added, since some servers reject two in a row. */
function imageMessages(images: readonly ContentPart[], place: ToolImages, next?: UserMessage): Message[] {
  const { content = '' } = next ?? {};
  const own = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
  const parts = content === '' ? [] : own;
  const user: Message = { role: 'user', content: [...images, ...parts] };
  return place === 'user-after-assistant' ? [BETWEEN, user] : [user];
}

type Chat = Pick<WithModel<ChatRequest>, 'messages' | 'model'>;

type ToolImagesDialect = Pick<Dialect, 'toolImages'>;

/** Returns where the images of tool results are sent. `tool` if there are none, so that nothing changes. */
function placeOf({ messages, model }: Chat, dialect: ToolImagesDialect): ToolImages {
  return hasToolImages(messages) ? toolImagesFor(model, dialect) : 'tool';
}

/**
 * Moves the images of tool results to where the server accepts them: a user message after the last of consecutive results, or the user
 * message that follows them. The results stay together, since servers require them directly after their calls. Each image has a number,
 * which stands in its place in the result.
 */
export function moveToolImages(chat: Chat, dialect: ToolImagesDialect): readonly Message[] {
  const { messages } = chat;
  const place = placeOf(chat, dialect);
  if (place === 'tool') return messages;
  const moved: Message[] = [];
  let images: ContentPart[] = [];
  for (const message of messages) {
    if (message.role === 'tool') {
      moved.push(withoutImages(message, images));
      continue;
    }
    const next = message.role === 'user' ? message : undefined;
    if (images.length > 0) moved.push(...imageMessages(images, place, next));
    if (images.length === 0 || next === undefined) moved.push(message);
    images = [];
  }
  if (images.length > 0) moved.push(...imageMessages(images, place));
  return moved;
}

/** Returns a warning if the images of tool results are not sent in the results. */
export function toolImageWarnings(chat: Chat, dialect: ToolImagesDialect): Warning[] {
  if (placeOf(chat, dialect) === 'tool') return [];
  return [
    {
      code: 'tool_images_moved',
      feature: 'imageInput',
      message:
        'The images of tool results were sent in a user message after the results, because the server is not known to accept images in tool results.',
    },
  ];
}
