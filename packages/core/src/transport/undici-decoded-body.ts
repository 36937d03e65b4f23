import type { Duplex } from 'node:stream';
import * as zlib from 'node:zlib';
import type { BodySink, TransportBody } from './transport.js';

/** Maximum number of bytes of an error body that are read and decoded, before and after each encoding. */
const MAX_BYTES = 64 * 1024;

/** Maximum number of encodings that are applied on top of each other. Undici's `fetch` permits 5. */
const MAX_ENCODINGS = 5;

const NOTHING = new Uint8Array();

/** Returns the decoder of an encoding. Returns `undefined` for an unknown one. */
function decoderOf(encoding: string, bytes: Uint8Array): Duplex | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip();
    case 'deflate':
      // Some servers send raw deflate data, without the header of zlib, whose first byte is always x8.
      return ((bytes[0] ?? 0) & 0x0f) === 8 ? zlib.createInflate() : zlib.createInflateRaw();
    case 'br':
      return zlib.createBrotliDecompress();
    case 'zstd':
      return zlib.createZstdDecompress();
    default:
      return undefined;
  }
}

/** Decodes one encoding. Returns the part that could be decoded, if the data is truncated, invalid or larger than the limit. */
async function decodeOnce(bytes: Uint8Array, decoder: Duplex): Promise<Uint8Array> {
  const decoded: Uint8Array[] = [];
  let size = 0;
  decoder.end(bytes);
  try {
    for await (const chunk of decoder as AsyncIterable<Uint8Array>) {
      decoded.push(chunk.subarray(0, MAX_BYTES - size));
      size += chunk.length;
      // Leaving the loop ends the decoder, so that a decompression bomb is not expanded.
      if (size >= MAX_BYTES) break;
    }
  } catch {
    // The status of the response matters more than the end of its body.
  }
  return Buffer.concat(decoded);
}

/** Decodes the encodings of a `content-encoding` header, last one first. Data with an unknown encoding is returned as it is, as `fetch` does. */
async function decode(bytes: Uint8Array, encodings: readonly string[]): Promise<Uint8Array> {
  let current = bytes;
  for (const encoding of encodings.toReversed()) {
    const decoder = decoderOf(encoding, current);
    if (decoder === undefined) return current;
    current = await decodeOnce(current, decoder);
  }
  return current;
}

/** The compressed body of an error response. It is decoded when it is complete, up to 64 KiB. */
export class UndiciDecodedBody implements TransportBody {
  readonly #body: TransportBody;
  readonly #encodings: readonly string[];
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  #done = false;

  /** @param contentEncoding The header, such as `gzip` or `deflate, br`. */
  constructor(body: TransportBody, contentEncoding: string) {
    this.#body = body;
    const encodings = contentEncoding.split(',').map((encoding) => encoding.trim().toLowerCase());
    this.#encodings = encodings.filter((encoding) => encoding !== '' && encoding !== 'identity').slice(-MAX_ENCODINGS);
  }

  start(sink: BodySink): void {
    this.#body.start({
      data: (bytes) => {
        // A copy, since the bytes are only valid during the call.
        this.#chunks.push(bytes.slice(0, MAX_BYTES - this.#size));
        this.#size += bytes.length;
        // Restarts the idle timeout.
        sink.data(NOTHING);
        if (this.#size < MAX_BYTES) return;
        this.#body.cancel();
        this.#finish(sink, () => sink.end());
      },
      end: () => this.#finish(sink, () => sink.end()),
      error: (error) => this.#finish(sink, () => sink.error(error)),
    });
  }

  pause(): void {
    this.#body.pause();
  }

  resume(): void {
    this.#body.resume();
  }

  cancel(): void {
    this.#done = true;
    this.#body.cancel();
  }

  #finish(sink: BodySink, end: () => void): void {
    void decode(Buffer.concat(this.#chunks), this.#encodings).then((decoded) => {
      if (this.#done) return;
      this.#done = true;
      sink.data(decoded);
      end();
    });
  }
}
