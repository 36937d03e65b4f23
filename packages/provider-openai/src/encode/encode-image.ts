import { LmError, type ImagePart } from '@lmux/core/provider';

/** First bytes of the image formats that models read. `undefined` matches any byte. */
const SIGNATURES: readonly (readonly [mediaType: string, bytes: readonly (number | undefined)[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  // "RIFF", four bytes of length, "WEBP".
  ['image/webp', [0x52, 0x49, 0x46, 0x46, undefined, undefined, undefined, undefined, 0x57, 0x45, 0x42, 0x50]],
];

/** More arguments in one call overflow the stack of some engines. */
const CHUNK = 8192;

function mediaTypeOf(bytes: Uint8Array): string | undefined {
  return SIGNATURES.find(([, signature]) =>
    signature.every((byte, at) => byte === undefined || bytes[at] === byte),
  )?.[0];
}

function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) pieces.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  return btoa(pieces.join(''));
}

/** Returns the URL of an image. Bytes become a `data:` URL. `data:`, `http:` and `https:` URLs are returned unchanged. */
export function encodeImage({ image, mediaType }: ImagePart): string {
  if (image instanceof Uint8Array) {
    const type = mediaType ?? mediaTypeOf(image);
    if (type === undefined) {
      throw new LmError(
        'invalid_request',
        'The media type of an image could not be detected: its bytes are not PNG, JPEG, GIF or WebP. Set "mediaType" of the image.',
      );
    }
    return `data:${type};base64,${toBase64(image)}`;
  }
  const url = String(image);
  if (/^(?:data:|https?:\/\/)/i.test(url)) return url;
  const received = /^[a-z][a-z\d+.-]*:\/\//i.test(url) ? 'a URL with another scheme' : 'a string that is not a URL';
  throw new LmError(
    'invalid_request',
    `"image" must be a data: URL, an http or https URL, or a Uint8Array with the bytes of the file; received ${received}. To send a local file, read it and pass its bytes.`,
  );
}
