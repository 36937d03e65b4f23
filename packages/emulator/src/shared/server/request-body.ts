import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Refusal } from '../http/refusal.js';

/** Maximum size of a request body. It allows a few images but prevents a faulty client from exhausting the memory. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Maximum size of the bodies of all requests in progress together. */
const MAX_TOTAL_BYTES = 512 * 1024 * 1024;

/**
 * Time in ms for which the rest of a refused body is read and discarded. If the socket were closed while the client
 * still sends, the client would receive a reset instead of the response.
 */
const LINGER_MS = 1000;

/** The part of a request that is read. */
type BodySource = Readable & Pick<IncomingMessage, 'headers'>;

/** The limits of request bodies in bytes. */
interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly maxTotalBytes: number;
}

/** Reads request bodies. Limits the size of one body and of the bodies of all requests in progress. */
export class BodyReader {
  readonly #limits: BodyLimits;
  #total = 0;

  constructor(limits: BodyLimits = { maxBodyBytes: MAX_BODY_BYTES, maxTotalBytes: MAX_TOTAL_BYTES }) {
    this.#limits = limits;
  }

  /**
   * Resolves with the complete body. `allow` is called before the first byte is read, unless the announced size is
   * already too large. The bytes count until `ended` resolves. Rejects with a 413 or a 503 for a body that is too large.
   */
  read(request: BodySource, ended: Promise<unknown>, allow: () => void = () => undefined): Promise<Buffer> {
    if (Number(request.headers['content-length'] ?? 0) > this.#limits.maxBodyBytes) return Promise.reject(tooLarge());
    // One buffer that grows, because a body of tiny chunks would cost a hundred times its size as a list of pieces.
    let buffer: Buffer = Buffer.alloc(0);
    let size = 0;
    void ended.then(() => (this.#total -= size));
    return new Promise((resolve, reject) => {
      const stop = (error: Error): void => {
        request.off('data', add);
        request.pause();
        buffer = Buffer.alloc(0);
        reject(error);
      };
      const add = (piece: Buffer): void => {
        size += piece.length;
        this.#total += piece.length;
        if (size > this.#limits.maxBodyBytes) return stop(tooLarge());
        if (this.#total > this.#limits.maxTotalBytes) return stop(new Refusal(503, 'Too many large requests.'));
        buffer = append(buffer, size - piece.length, piece);
      };
      request.on('data', add);
      request.once('end', () => resolve(Buffer.from(buffer.subarray(0, size))));
      request.once('error', reject);
      request.once('close', () => reject(new Error('The client disconnected.')));
      allow();
    });
  }
}

/** Returns true if the request has a body that has not been received completely. */
export function hasUnreadBody({ headers, complete }: IncomingMessage): boolean {
  return !complete && (Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined);
}

/** Discards the rest of a body. Resolves when it has ended, when the client has disconnected, or after a second. */
export function discardBody(request: IncomingMessage, forMs = LINGER_MS): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, forMs);
    request.once('end', done);
    request.once('close', done);
    request.resume();
  });
}

function tooLarge(): Refusal {
  return new Refusal(413, 'Request body is too large.');
}

/** Returns `buffer` with `piece` at offset `at`. Doubles the buffer when it is full, so each byte is copied twice at most. */
function append(buffer: Buffer, at: number, piece: Buffer): Buffer {
  const needed = at + piece.length;
  let target = buffer;
  if (needed > buffer.length) {
    target = Buffer.allocUnsafeSlow(Math.max(needed, buffer.length * 2));
    buffer.copy(target, 0, 0, at);
  }
  piece.copy(target, at);
  return target;
}
