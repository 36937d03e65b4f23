import type { IncomingMessage } from 'node:http';
import { isRecord } from '../json/read-json.js';
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

/** The body as JSON, or undefined when it is not JSON: recording must not fail on a bad request. */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The body as a JSON object, or the refusal that LM Studio gives for anything else. */
export function requireJsonObject(contentType: string | undefined, text: string): Record<string, unknown> {
  if (!/^application\/json\b/i.test(contentType ?? '')) {
    throw new Refusal(415, 'Unsupported media type: the Content-Type of the request must be application/json.');
  }
  const body = tryParseJson(text);
  if (isRecord(body)) return body;
  throw new Refusal(400, {
    message: 'The request body is not a valid JSON object.',
    type: 'invalid_request',
    code: 'invalid_json',
  });
}
