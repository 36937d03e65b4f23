import type { StreamEvent } from '../contract/stream-event.js';
import { LmError } from '../errors/lm-error.js';
import { describeJson } from '../json/describe-json.js';
import { readObject } from '../json/read-json.js';
import type { ErrorBody } from './error-body.js';

/** An event of any stream of lmux, such as `StreamEvent`, `CompletionStreamEvent` or `ToolRunEvent`. */
export interface TypedEvent {
  readonly type: string;
}

/**
 * A format of a response body:
 *
 * - `events`: the events as server-sent events. The data of each is its JSON. An error has the event name `error`.
 * - `ndjson`: the events as JSON, one in each line. Readers must ignore empty lines, which keep the connection open.
 * - `text`: the generated text alone, in UTF-8. After an error, the body is aborted, as text cannot contain an error.
 */
export type StreamFormatName = 'events' | 'ndjson' | 'text';

/** A format of your own, such as that of another API. `Event` is `CompletionStreamEvent` for streams of `completeStream`, and `ToolRunEvent` for those of `runTools`. */
export interface StreamFormat<Event extends TypedEvent = StreamEvent> {
  /** Value of the `content-type` header. */
  readonly contentType: string;
  /** Returns the text to send for an event. An empty text sends nothing. */
  encode(event: Event): string;
  /** Returns the text to send when the stream fails after the response has begun. The body then ends. If absent, the body is aborted. */
  encodeError?(error: ErrorBody): string;
  /** A text that readers ignore. It is sent while there are no events, so that nothing between server and reader closes the connection. */
  readonly keepAlive?: string | undefined;
}

const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;

const FORMATS: Readonly<Record<StreamFormatName, StreamFormat<TypedEvent & { readonly text?: string }>>> = {
  events: {
    contentType: 'text/event-stream',
    // Without an event name, because `onmessage` of an EventSource receives all unnamed events, whatever their type.
    encode: (event) => `data: ${jsonLine(event)}\n`,
    encodeError: (error) => `event: error\ndata: ${jsonLine({ type: 'error', ...error })}\n`,
    keepAlive: ': keep-alive\n\n',
  },
  ndjson: {
    contentType: 'application/x-ndjson',
    encode: jsonLine,
    encodeError: (error) => jsonLine({ type: 'error', ...error }),
    keepAlive: '\n',
  },
  text: {
    contentType: 'text/plain; charset=utf-8',
    encode: (event) => (event.type === 'text-delta' ? (event.text ?? '') : ''),
  },
};

/** Returns the format with a name, or the format itself. Default: `events`. Throws `invalid_request` for any other value. */
export function formatOf<Event extends TypedEvent>(
  format: StreamFormatName | StreamFormat<Event> = 'events',
): StreamFormat<Event> {
  if (typeof format === 'string' && Object.hasOwn(FORMATS, format)) return FORMATS[format];
  const { contentType, encode } = readObject(format);
  if (typeof contentType === 'string' && typeof encode === 'function') return format as StreamFormat<Event>;
  throw new LmError(
    'invalid_request',
    `"format" must be "events", "ndjson", "text" or an object with "contentType" and "encode"; received ${typeof format === 'string' ? JSON.stringify(format) : describeJson(format)}.`,
  );
}
