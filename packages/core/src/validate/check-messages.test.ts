import { thrownBy } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { checkMessages } from './check-messages.js';

const tool = (content: unknown) => [{ role: 'tool', toolCallId: '1', content }] as never;

test.each<[string, unknown]>([
  ['text', 'sunny'],
  ['no text', ''],
  ['text parts', [{ type: 'text', text: 'sunny' }]],
  ['an image', [{ type: 'image', image: new Uint8Array([1]), mediaType: 'image/png' }]],
])('a tool result may have %s', (_, content) => {
  expect(() => checkMessages(tool(content))).not.toThrow();
});

test.each<[string, unknown, string]>([
  [
    'a part of another library',
    [{ type: 'image_url', image_url: { url: 'x' } }],
    '"messages[0].content[0].type" must be one of "text", "image"; received "image_url". Use { type: "image", image: url }.',
  ],
  [
    'an image of the Model Context Protocol',
    [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }],
    'Unknown key "messages[0].content[0].data". Use { type: "image", image: `data:${mimeType};base64,${data}` }.',
  ],
  ['an image of another type', [{ type: 'image', image: 5 }], '"messages[0].content[0].image" must be a data: or'],
  ['reasoning', [{ type: 'reasoning', text: 'x' }], '"messages[0].content[0].type" must be one of "text", "image"'],
])('a tool result may not have %s', (_, content, message) => {
  expect(thrownBy(() => checkMessages(tool(content)))).toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining(message) as string,
  });
});
