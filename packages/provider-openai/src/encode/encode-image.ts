import { LmError, type ImagePart } from '@lmux/core/provider';

/** The first bytes of the files that models read; `undefined` stands for any byte. */
const SIGNATURES: readonly (readonly [mediaType: string, bytes: readonly (number | undefined)[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  // "RIFF", four bytes of length, "WEBP".
  ['image/webp', [0x52, 0x49, 0x46, 0x46, undefined, undefined, undefined, undefined, 0x57, 0x45, 0x42, 0x50]],
];

/** More arguments at once overflow the stack of some engines. */
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

/** The URL of an image: `data:` and `http(s):` URLs as they are, bytes as a `data:` URL. */
export function encodeImage({ image, mediaType }: ImagePart): string {
  if (image instanceof Uint8Array) {
    const type = mediaType ?? mediaTypeOf(image);
    if (type === undefined) {
      throw new LmError(
        'invalid_request',
        'An image was given as bytes that are neither PNG, JPEG, GIF nor WebP; set its "mediaType".',
      );
    }
    return `data:${type};base64,${toBase64(image)}`;
  }
  const url = String(image);
  if (/^(?:data:|https?:\/\/)/i.test(url)) return url;
  throw new LmError('invalid_request', 'An image must be a data: URL, an http(s): URL, or the bytes of its file.');
}
