import { LmError } from '@lmux/core/provider';

const BYTES_PER_FLOAT = 4;

function unexpected(what: string): LmError {
  return new LmError(
    'unexpected_response',
    `The server returned an invalid embedding: ${what}. Check that the model is an embedding model and that "baseUrl" is correct.`,
  );
}

function fromBase64(text: string): number[] {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw unexpected('the string is not valid base64');
  }
  if (binary.length % BYTES_PER_FLOAT !== 0) {
    throw unexpected(`its base64 contains ${binary.length} bytes, which is not a multiple of ${BYTES_PER_FLOAT}`);
  }
  const view = new DataView(new ArrayBuffer(binary.length));
  for (let at = 0; at < binary.length; at += 1) view.setUint8(at, binary.charCodeAt(at));
  const vector: number[] = [];
  for (let at = 0; at < binary.length; at += BYTES_PER_FLOAT) vector.push(view.getFloat32(at, true));
  return vector;
}

/**
 * Decodes a vector: a list of numbers, or little-endian 32-bit floats in base64. The form is detected from the value, because many servers
 * ignore `encoding_format`.
 */
export function decodeVector(embedding: unknown): number[] {
  const vector = typeof embedding === 'string' ? fromBase64(embedding) : embedding;
  if (!Array.isArray(vector)) throw unexpected('the value is neither a list of numbers nor a base64 string');
  if (vector.length === 0) throw unexpected('the vector is empty');
  // A plain loop, because a check with a callback costs more than half as much as parsing the numbers.
  for (const number of vector) {
    if (!Number.isFinite(number)) throw unexpected('an element is not a finite number');
  }
  return vector;
}
