import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.js';

/** Bytes; large enough for a few images, small enough that a runaway client cannot fill the memory. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Reads the whole request body as text. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    const bytes = Buffer.from(piece);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new Refusal(413, 'Request body is too large.');
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}
