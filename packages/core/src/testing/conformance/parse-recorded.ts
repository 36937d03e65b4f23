import type { ConformanceResponse } from './conformance-fixtures.js';

/** Headers of the connection, or of an encoding that a recording does not preserve. */
const DROPPED = new Set(['connection', 'content-encoding', 'content-length', 'keep-alive', 'transfer-encoding']);

/** Returns the offset of the body, after the first empty line. */
function bodyStart(bytes: Uint8Array): number {
  for (let at = 1; at < bytes.length; at += 1) {
    if (bytes[at] !== 10) continue;
    const crlf = bytes[at - 1] === 13 && bytes[at - 2] === 10;
    if (bytes[at - 1] === 10 || crlf) return at + 1;
  }
  return bytes.length;
}

/**
 * Parses a recorded HTTP response: a status line, headers, an empty line, and the body with its chunks joined. The
 * output of `curl -si --no-buffer ... > response.http` can be used as a fixture. Throws a `TypeError` if there is no
 * status line.
 */
export function parseRecorded(recording: string | Uint8Array): Omit<ConformanceResponse, 'expect'> {
  const bytes = typeof recording === 'string' ? new TextEncoder().encode(recording) : recording;
  const start = bodyStart(bytes);
  const [first = '', ...lines] = new TextDecoder().decode(bytes.subarray(0, start)).trim().split(/\r?\n/);
  const status = Number(/^HTTP\/[\d.]+ (\d{3})/.exec(first)?.[1]);
  if (!Number.isInteger(status)) {
    throw new TypeError(
      'The recording must begin with a status line such as "HTTP/1.1 200 OK". Record it with "curl -i", which includes the headers.',
    );
  }
  const headers = lines
    .map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    })
    .filter(([name]) => name !== '' && !DROPPED.has(name));
  return { status, headers: Object.fromEntries(headers), body: bytes.subarray(start) };
}
