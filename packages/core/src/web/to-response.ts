import { systemClock } from '../clock/clock.js';
import type { EventStream } from '../contract/streams.js';
import { checkFromZero, createHeaders, replaceHeaders } from './check-options.js';
import { toErrorResponse, type ErrorResponseOptions } from './error-body.js';
import { formatOf, type TypedEvent } from './stream-format.js';
import { createEncoder, type ToByteStreamOptions } from './to-byte-stream.js';

/** Options of `toResponse`. */
export interface ToResponseOptions<Event extends TypedEvent = TypedEvent>
  extends ToByteStreamOptions<Event>, ErrorResponseOptions {
  /**
   * Time in ms after which the response begins with status 200 even if nothing has arrived, because a model may take minutes to load. A later
   * error is part of the body. 0 begins at once. Default 10,000.
   */
  readonly commitAfterMs?: number | undefined;
}

/** Default of `commitAfterMs`. Proxies and clients wait longer for a response, and most errors occur earlier. */
const COMMIT_AFTER_MS = 10_000;

/** Headers against caches, compression and buffers, which would hold events back. nginx honors the last one. */
const STREAM_HEADERS = { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };

/**
 * Returns a stream as an HTTP response. It resolves when the first output or an error is known, so an error of the start has a real status:
 * 400 or 404 for a wrong request, 429 with `retry-after`, 502, 503 or 504 for a failure of the model's server. The body is then that of
 * `toErrorResponse`. It rejects only if the options are wrong. Retries of the client delay an error, so pass `retry: false` to `chatStream`
 * where the caller can try again.
 *
 * The events `start` and `warning` alone are not output, because models fail after them. The request is sent immediately. A reader that is slow
 * pauses the model, and canceling the body cancels the model. To also cancel it while nothing has been returned, pass the signal of the
 * HTTP request to `chatStream`.
 *
 * @example
 * export async function POST(request: Request) {
 *   const { messages } = await request.json();
 *   return toResponse(client.chatStream({ messages }, { signal: request.signal, retry: false }));
 * }
 */
export async function toResponse<Event extends TypedEvent>(
  stream: EventStream<Event, unknown>,
  options: ToResponseOptions<Event> = {},
): Promise<Response> {
  const { clock = systemClock, commitAfterMs = COMMIT_AFTER_MS } = options;
  checkFromZero('commitAfterMs', commitAfterMs, 'milliseconds');
  const { contentType } = formatOf(options.format);
  // Before the request is sent.
  const ownHeaders = createHeaders(options.headers);
  const encoder = createEncoder(stream, options);
  const commit = (): void => encoder.begin(true);
  if (commitAfterMs === 0) commit();
  const waits = commitAfterMs > 0 && Number.isFinite(commitAfterMs);
  const timer = waits ? clock.setTimeout(commit, commitAfterMs) : undefined;
  encoder.start();
  const failure = await encoder.begun;
  if (timer !== undefined) clock.clearTimeout(timer);
  if (failure !== undefined) return toErrorResponse(failure, options);
  const headers = new Headers({ ...STREAM_HEADERS, 'content-type': contentType });
  // Browsers hold back the first bytes of a text to guess its type, Safari 512 of them (web-platform-tests/wpt pull request 41037).
  if (contentType.startsWith('text/plain')) headers.set('x-content-type-options', 'nosniff');
  replaceHeaders(headers, ownHeaders);
  return new Response(encoder.readable, { headers });
}
