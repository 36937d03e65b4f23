import { isLmError } from '@lmux/core';
import { thrownBy } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { convertResult } from './convert-result.js';

const CALL = 'The call of the MCP tool "t"';
const PIXEL = 'iVBORw0KGgo=';
const say = (text: string): object => ({ type: 'text', text });
const resource = (contents: object): object => ({ type: 'resource', resource: contents });

test.each<[kind: string, result: object, output: unknown]>([
  ['one text', { content: [say('a')] }, 'a'],
  ['several texts, as lines', { content: [say('a'), say('b')] }, 'a\nb'],
  [
    'an image',
    { content: [{ type: 'image', mimeType: 'image/png', data: PIXEL }] },
    [`data:image/png;base64,${PIXEL}`],
  ],
  [
    'an image in lines',
    { content: [{ type: 'image', mimeType: 'image/png', data: 'iVBORw\n0KGgo=' }] },
    [`data:image/png;base64,${PIXEL}`],
  ],
  [
    'an image of a resource',
    { content: [resource({ uri: 'a:b', mimeType: 'image/jpeg', blob: PIXEL })] },
    [`data:image/jpeg;base64,${PIXEL}`],
  ],
  [
    'an image next to text',
    { content: [say('a'), { type: 'image', mimeType: 'image/webp', data: PIXEL }] },
    ['a', `data:image/webp;base64,${PIXEL}`],
  ],
  [
    'an image that models do not read',
    { content: [{ type: 'image', mimeType: 'image/svg+xml', data: PIXEL }] },
    '[image, image/svg+xml, 8 bytes, not shown]',
  ],
  [
    'an image with a type that is not one',
    { content: [{ type: 'image', mimeType: 'image/png;x,', data: PIXEL }] },
    '[image, image/png;x,, 8 bytes, not shown]',
  ],
  [
    'an image without data',
    { content: [{ type: 'image', mimeType: 'image/png', data: '' }] },
    '[image, image/png, without valid data, not shown]',
  ],
  [
    'an image that is not base64',
    { content: [{ type: 'image', mimeType: 'image/png', data: '<svg>' }] },
    '[image, image/png, without valid data, not shown]',
  ],
  [
    'audio',
    { content: [{ type: 'audio', mimeType: 'audio/wav', data: 'UklGRg==' }] },
    '[audio, audio/wav, 4 bytes, not shown]',
  ],
  ['the text of a resource', { content: [resource({ uri: 'a:b', text: 'words' })] }, 'words'],
  [
    'another resource',
    { content: [resource({ uri: 'a:b', mimeType: 'application/zip', blob: 'UEsD' })] },
    '[resource, a:b, application/zip, 3 bytes, not shown]',
  ],
  ['a resource without contents', { content: [{ type: 'resource' }] }, '[resource without contents]'],
  [
    'a link',
    { content: [{ type: 'resource_link', uri: 'a:b', name: 'n', description: 'd', mimeType: 'text/plain' }] },
    '[link to a resource, a:b, n, text/plain, d]',
  ],
  ['a type of the future', { content: [{ type: 'hologram' }] }, '[content of the type "hologram", not shown]'],
  [
    'items that are not objects',
    { content: [null, 'a'] },
    '[content of an unknown type]\n[content of an unknown type]',
  ],
  ['a text that is not one', { content: [{ type: 'text', text: 5 }, say('a')] }, 'a'],
  [
    'structured content without other content',
    { content: [], structuredContent: { type: 'text', text: 'a' } },
    '{"type":"text","text":"a"}',
  ],
  ['the content rather than structured content', { content: [say('a')], structuredContent: { b: 1 } }, 'a'],
  ['a result of the first protocol version', { toolResult: [1] }, '[1]'],
  ['nothing', { content: [] }, 'The tool finished without an error and returned nothing.'],
  ['an empty text', { content: [say('')] }, 'The tool finished without an error and returned nothing.'],
])('converts $0', (_kind, result, output) => {
  const converted = convertResult(CALL, result, true);
  const plain = Array.isArray(converted) ? converted.map((part) => part.text ?? part.image) : converted;
  expect(plain).toEqual(output);
});

test.each<[kind: string, result: object, message: string]>([
  ['the text', { isError: true, content: [say('no such file'), say('try another')] }, 'no such file\ntry another'],
  ['structured content', { isError: true, content: [], structuredContent: { why: 'full' } }, '{"why":"full"}'],
  [
    'a note on an image',
    { isError: true, content: [say('see'), { type: 'image', mimeType: 'image/png', data: PIXEL }] },
    'see\n[image]',
  ],
  ['a text of its own if there is none', { isError: true, content: [] }, 'The tool failed without a message.'],
])('throws an error of a tool with $0', (_kind, result, message) => {
  const error = thrownBy(() => convertResult(CALL, result, true));
  expect(error).toMatchObject({ message });
  expect(isLmError(error)).toBe(false);
});

test.each([undefined, null, 'text', [], { content: 'text' }, { content: {} }])(
  'refuses a result that is %o',
  (result) => {
    expect(thrownBy(() => convertResult(CALL, result, true))).toMatchObject({ code: 'unexpected_response' });
  },
);
