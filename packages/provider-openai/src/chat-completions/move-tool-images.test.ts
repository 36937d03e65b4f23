import type { Message } from '@lmux/core/provider';
import { expect, test } from 'vitest';
import { moveToolImages, toolImageWarnings } from './move-tool-images.js';

const image = (name: string) => ({ type: 'image', image: `https://host/${name}` }) as const;
const text = (of: string) => ({ type: 'text', text: of }) as const;
const tool = (toolCallId: string, content: Extract<Message, { role: 'tool' }>['content']): Message => ({
  role: 'tool',
  toolCallId,
  content,
});
const CALL: Message = { role: 'assistant', toolCalls: [{ id: '1', name: 'f', arguments: '{}' }] };
const REPLY: Message = { role: 'assistant', content: 'A cat.' };
const FIRST = [text('Image 1 of the tool results:'), image('a')];
const BETWEEN: Message = { role: 'assistant', content: 'The images of the tool results follow.' };

test.each<[name: string, messages: Message[], moved: Message[]]>([
  [
    'an image to a message after its result',
    [CALL, tool('1', [image('a')])],
    [CALL, tool('1', 'Image 1 is in the next user message.'), { role: 'user', content: FIRST }],
  ],
  [
    'images from between texts',
    [tool('1', [text('before'), image('a'), text('after')])],
    [tool('1', 'before\n\nImage 1 is in the next user message.\n\nafter'), { role: 'user', content: FIRST }],
  ],
  [
    'the images of consecutive results to one message after the last',
    [tool('1', [image('a')]), tool('2', 'none'), tool('3', [image('b'), image('c')]), REPLY],
    [
      tool('1', 'Image 1 is in the next user message.'),
      tool('2', 'none'),
      tool('3', 'Image 2 is in the next user message.\n\nImage 3 is in the next user message.'),
      {
        role: 'user',
        content: [
          ...FIRST,
          text('Image 2 of the tool results:'),
          image('b'),
          text('Image 3 of the tool results:'),
          image('c'),
        ],
      },
      REPLY,
    ],
  ],
  [
    'the images of each turn to a message of that turn',
    [CALL, tool('1', [image('a')]), CALL, tool('1', [image('b')])],
    [
      CALL,
      tool('1', 'Image 1 is in the next user message.'),
      { role: 'user', content: FIRST },
      CALL,
      tool('1', 'Image 1 is in the next user message.'),
      { role: 'user', content: [text('Image 1 of the tool results:'), image('b')] },
    ],
  ],
  [
    'images to the text of the user message that follows',
    [tool('1', [image('a')]), { role: 'user', content: 'What is it?' }, REPLY],
    [
      tool('1', 'Image 1 is in the next user message.'),
      { role: 'user', content: [...FIRST, text('What is it?')] },
      REPLY,
    ],
  ],
  [
    'images to an empty user message that follows',
    [tool('1', [image('a')]), { role: 'user', content: '' }, REPLY],
    [tool('1', 'Image 1 is in the next user message.'), { role: 'user', content: FIRST }, REPLY],
  ],
  [
    'images to the parts of the user message that follows',
    [tool('1', [image('a')]), { role: 'user', content: [image('own'), text('The same?')] }],
    [
      tool('1', 'Image 1 is in the next user message.'),
      { role: 'user', content: [...FIRST, image('own'), text('The same?')] },
    ],
  ],
])('moves %s', (_, messages, moved) => {
  const before = structuredClone(messages);
  expect(moveToolImages({ model: 'm', messages }, { toolImages: 'user' })).toEqual(moved);
  expect(moveToolImages({ model: 'm', messages }, { toolImages: 'user-after-assistant' })).toEqual(
    moved.flatMap((message) =>
      JSON.stringify(message).includes(' of the tool results:') ? [BETWEEN, message] : [message],
    ),
  );
  expect(moveToolImages({ model: 'm', messages }, { toolImages: 'tool' })).toBe(messages);
  expect(messages).toEqual(before);
  expect(toolImageWarnings({ model: 'm', messages }, { toolImages: 'user' })).toMatchObject([
    { code: 'tool_images_moved', feature: 'imageInput' },
  ]);
  expect(toolImageWarnings({ model: 'm', messages }, { toolImages: 'tool' })).toEqual([]);
});

test.each<[string, Message[]]>([
  ['no results', [{ role: 'user', content: [image('a')] }]],
  ['results of text', [CALL, tool('1', '5'), tool('2', [text('a'), text('b')]), REPLY]],
  ['results without parts', [CALL, tool('1', [])]],
])('leaves messages with %s as they are', (_, messages) => {
  expect(moveToolImages({ model: 'm', messages }, { toolImages: 'user' })).toBe(messages);
  expect(toolImageWarnings({ model: 'm', messages }, { toolImages: 'user' })).toEqual([]);
});
