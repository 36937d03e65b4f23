import { setImmediate as nextTick } from 'node:timers/promises';
import type { ResponseSink } from '../http/response-sink.js';
import { delay, untilAborted } from '../signals/delay.js';
import { errorEvent } from './error-event.js';
import type { FaultEffect, FaultPoint } from './fault.js';
import { ContentLengthSink, ContentTypeSink, DelaySink } from './head-sinks.js';
import { PieceSink } from './piece-sink.js';
import { RewriteSink } from './rewrite-sink.js';
import { hasPoint, StopSink } from './stop-sink.js';
import type { StreamFormat } from './stream-format.js';
import { withoutChoices } from './without-choices.js';

/** Actions available to a fault, and the format of the stream that it changes. */
interface FaultTools {
  readonly signal: AbortSignal;
  /** Closes the connection with a TCP reset and marks the request as aborted by the emulator. */
  readonly reset: () => void;
  readonly format: StreamFormat;
}

/**
 * Returns `sink` with the fault applied. `status` and `html` replace the response elsewhere, and the generation applies
 * `engine`.
 */
export function applyFault(fault: FaultEffect, sink: ResponseSink, tools: FaultTools): ResponseSink {
  const { signal, reset, format } = tools;
  const { isFinish } = format;
  switch (fault.kind) {
    case 'status':
    case 'html':
    case 'engine':
      return sink;
    case 'delay':
      return new DelaySink(sink, () => delay(fault.ms, signal));
    case 'reset':
      return new StopSink(sink, { ...fault, isFinish }, async () => {
        // One turn of the event loop, so that the bytes before the reset are sent.
        await nextTick();
        reset();
        await untilAborted(signal);
      });
    case 'stall':
      return new StopSink(
        sink,
        { ...(fault.commentEveryMs === undefined ? fault : afterHead(fault)), isFinish },
        (inner) => stall(inner, fault.commentEveryMs, signal),
      );
    case 'truncate':
      return new StopSink(sink, { ...afterHead(fault), isFinish }, (inner) => inner.end());
    case 'trickle':
      return new PieceSink(sink, fault.bytes ?? 1, () => delay(fault.everyMs, signal));
    case 'split':
      return new PieceSink(sink, fault.bytes, () => nextTick());
    case 'contentType':
      return new ContentTypeSink(sink, fault.value);
    case 'contentLength':
      return new ContentLengthSink(sink, fault.bytes, () => untilAborted(signal));
    case 'errorEvent':
      return withErrorEvent(sink, { ...fault, shape: fault.shape ?? format.errorShape });
    case 'malformed':
      return new RewriteSink(sink, (text, index) => (index === (fault.afterEvents ?? 0) ? breakJson(text) : text));
    case 'noDone':
      return new RewriteSink(sink, (text) => (format.isLast(text) ? '' : text));
    case 'noChoices':
      return new RewriteSink(sink, withoutChoices);
    case 'lineEnding':
      return new RewriteSink(sink, (text) => text.replaceAll('\n', fault.value === 'crlf' ? '\r\n' : '\r'));
    case 'dropEvent':
      return new RewriteSink(sink, (text) => (eventTypeOf(text) === fault.event ? '' : text));
    case 'repeatEvent':
      return new RewriteSink(sink, (text) => (eventTypeOf(text) === fault.event ? text + text : text));
    case 'emptyPayload':
      return new RewriteSink(sink, (text) => withoutPayload(text, fault.events ?? format.emptyPayloadEvents));
    case 'insert':
      return insertBefore(sink, fault.afterEvents ?? 1, fault.text ?? format.unknownEvent);
    default:
      return fault satisfies never;
  }
}

/** Returns the type in the `event:` line, if the event has one. */
function eventTypeOf(text: string): string | undefined {
  return /^event: (.*)/.exec(text)?.[1];
}

function withoutPayload(text: string, types: readonly string[]): string {
  const type = eventTypeOf(text);
  return type !== undefined && types.includes(type) ? `event: ${type}\ndata: {}\n\n` : text;
}

/** Returns the point, or the point right after the head if it is unset, for faults that require a head. */
function afterHead(point: FaultPoint): FaultPoint {
  return hasPoint(point) ? point : { afterBytes: 0 };
}

/** Inserts a text before event number `at`. */
function insertBefore(sink: ResponseSink, at: number, inserted: string): ResponseSink {
  return new RewriteSink(sink, (text, index) => (index === at ? inserted + text : text));
}

function withErrorEvent(sink: ResponseSink, fault: FaultEffect & { kind: 'errorEvent' }): ResponseSink {
  const at = fault.afterEvents ?? 1;
  const text = errorEvent(fault.shape ?? 'object', fault.message ?? 'The emulator was told to fail here.');
  if (fault.continues === true) return insertBefore(sink, at, text);
  return new StopSink(sink, { afterEvents: at }, async (inner) => {
    await inner.write(Buffer.from(text));
    await inner.end();
  });
}

/** Removes the last bracket. */
function breakJson(text: string): string {
  return text.replace(/\S(\s*)$/, '$1');
}

/** Hangs until the client disconnects. With `commentEveryMs`, sends comments meanwhile, which are not events. */
async function stall(sink: ResponseSink, commentEveryMs: number | undefined, signal: AbortSignal): Promise<never> {
  if (commentEveryMs === undefined) return untilAborted(signal);
  for (;;) {
    await delay(Math.max(1, commentEveryMs), signal);
    await sink.write(Buffer.from(': keep-alive\n\n'));
  }
}
