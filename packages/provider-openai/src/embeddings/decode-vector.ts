import { LmError } from '@lmux/core/provider';

const BYTES_PER_FLOAT = 4;

function unexpected(what: string): LmError {
  return new LmError('unexpected_response', `The server answered with an embedding ${what}.`);
}

function fromBase64(text: string): number[] {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw unexpected('that is text, but no base64');
  }
  if (binary.length % BYTES_PER_FLOAT !== 0) {
    throw unexpected(`whose base64 holds ${binary.length} bytes, which is no whole number of 32-bit floats`);
  }
  const view = new DataView(new ArrayBuffer(binary.length));
  for (let at = 0; at < binary.length; at += 1) view.setUint8(at, binary.charCodeAt(at));
  const vector: number[] = [];
  for (let at = 0; at < binary.length; at += BYTES_PER_FLOAT) vector.push(view.getFloat32(at, true));
  return vector;
}

/** One vector: numbers, or the base64 of little-endian 32-bit floats, by what arrived and not by what was requested. */
export function decodeVector(embedding: unknown): number[] {
  const vector = typeof embedding === 'string' ? fromBase64(embedding) : embedding;
  if (!Array.isArray(vector)) throw unexpected('that is neither a list of numbers nor base64');
  if (vector.length === 0) throw unexpected('without numbers');
  // A plain loop: with a callback, looking costs more than half of what reading the numbers does.
  for (const number of vector) {
    if (!Number.isFinite(number)) throw unexpected('that holds something that is no finite number');
  }
  return vector;
}
