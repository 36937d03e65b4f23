import type { ContentPart, Message, Warning } from '@lmux/core/provider';
import type { ToolImages } from './dialect.js';

type ToolMessage = Extract<Message, { role: 'tool' }>;
type UserMessage = Extract<Message, { role: 'user' }>;

/** The message between tool results and a user message, for servers that require one. */
const BETWEEN: Message = { role: 'assistant', content: 'The images of the tool results follow.' };

function hasImages(message: Message): message is ToolMessage & { content: readonly ContentPart[] } {
  const { role, content } = message;
  return role === 'tool' && typeof content === 'object' && content.some(({ type }) => type === 'image');
}

/**
 * Returns a tool result in which a sentence replaces each image, and adds the images to a list. The content is one string, since some
 * servers accept nothing else in a tool result (NousResearch/hermes-agent issue 41072).
 */
function withoutImages(message: Message, images: ContentPart[]): Message {
  if (!hasImages(message)) return message;
  const texts = message.content.map((part) => {
    if (part.type === 'text') return part.text;
    const number = images.filter(({ type }) => type === 'image').length + 1;
    images.push({ type: 'text', text: `Image ${number} of the tool results:` }, part);
    return `Image ${number} is in the next user message.`;
  });
  return { ...message, content: texts.join('\n\n') };
}

/** Returns the messages with the images of results. The content of a user message that follows is added, since some servers reject two in a row. */
function imageMessages(images: readonly ContentPart[], place: ToolImages, next?: UserMessage): Message[] {
  const { content = [] } = next ?? {};
  const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
  const user: Message = { role: 'user', content: [...images, ...parts] };
  return place === 'user-after-assistant' ? [BETWEEN, user] : [user];
}

/** Returns true if the images of tool results are not sent in the results. */
function areMoved(messages: readonly Message[], place: ToolImages): boolean {
  return place !== 'tool' && messages.some(hasImages);
}

/**
 * Moves the images of tool results to where the server accepts them: a user message after the last of consecutive results, or the user
 * message that follows them. The results stay together, since servers require them directly after their calls. Each image has a number,
 * which stands in its place in the result.
 */
export function moveToolImages(messages: readonly Message[], place: ToolImages): readonly Message[] {
  if (!areMoved(messages, place)) return messages;
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
export function toolImageWarnings(messages: readonly Message[], place: ToolImages): Warning[] {
  if (!areMoved(messages, place)) return [];
  return [
    {
      code: 'tool_images_moved',
      feature: 'imageInput',
      message:
        'The images of tool results were sent in a user message after the results, because the server is not known to accept images in tool results.',
    },
  ];
}
