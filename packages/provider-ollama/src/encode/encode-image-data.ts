import { LmError, type ImagePart } from '@lmux/core/provider';
import { encodeImage } from '@lmux/provider-openai/protocol';

const DATA_URL = /^data:[^,]*;base64,/i;

/** An image as Ollama takes it: the base64 of its file alone. */
export function encodeImageData(part: ImagePart): string {
  const url = encodeImage(part);
  const lead = DATA_URL.exec(url)?.[0];
  if (lead !== undefined) return url.slice(lead.length);
  throw new LmError(
    'invalid_request',
    'Ollama takes images as bytes only and fetches none: pass the bytes of the file, or a data: URL with base64.',
  );
}
