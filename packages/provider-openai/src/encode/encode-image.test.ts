import { describe, expect, test } from 'vitest';
import { encodeImage } from './encode-image.js';

const bytes = (...head: number[]): Uint8Array => Uint8Array.from([...head, 0, 255, 128]);

describe('encodeImage', () => {
  test.each(['https://x/y.png', 'http://x/y.png', 'data:image/png;base64,AAAA'])(
    'returns the URL %s unchanged',
    (image) => {
      expect(encodeImage({ type: 'image', image })).toBe(image);
      expect(encodeImage({ type: 'image', image: new URL(image) })).toBe(image);
    },
  );

  test.each([
    ['image/png', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['image/jpeg', bytes(0xff, 0xd8, 0xff, 0xe0)],
    ['image/gif', bytes(0x47, 0x49, 0x46, 0x38, 0x39, 0x61)],
    ['image/webp', bytes(0x52, 0x49, 0x46, 0x46, 1, 2, 3, 4, 0x57, 0x45, 0x42, 0x50)],
  ])('detects %s from the bytes', (mediaType, image) => {
    const url = encodeImage({ type: 'image', image });
    expect(url.startsWith(`data:${mediaType};base64,`)).toBe(true);
    expect(Uint8Array.from(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))).toEqual(image);
  });

  test('encodes an image that is too large for the arguments of one call', () => {
    const image = new Uint8Array(300_000).map((_, at) => at % 251);
    const url = encodeImage({ type: 'image', image, mediaType: 'image/avif' });
    expect(Uint8Array.from(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))).toEqual(image);
  });

  test('requires the media type of bytes in an unknown format', () => {
    const image = bytes(1, 2, 3);
    expect(() => encodeImage({ type: 'image', image })).toThrow(/mediaType/);
    expect(encodeImage({ type: 'image', image, mediaType: 'image/bmp' })).toMatch(/^data:image\/bmp;base64,/);
  });

  test.each(['/tmp/cat.png', 'iVBORw0KGgo=', 'file:///cat.png', ''])('rejects %j', (image) => {
    expect(() => encodeImage({ type: 'image', image })).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        message: expect.stringMatching(
          /received a (?:string that is not a URL|URL with another scheme)\. To send a local/,
        ),
      }),
    );
  });
});
