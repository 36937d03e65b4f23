import { setImmediate as nextTick } from 'node:timers/promises';
import { pause, pauseForever } from '../signals/delay.js';
import type { ResponseSink } from '../http/response-sink.js';
import { DONE_EVENT } from '../http/sse-writer.js';
import { ContentTypeSink } from './content-type-sink.js';
import { DelaySink } from './delay-sink.js';
import { errorEvent } from './error-event.js';
import type { FaultEffect, FaultPoint } from './fault.js';
import type { FaultTools } from './fault-tools.js';
import { PieceSink } from './piece-sink.js';
import { RewriteSink } from './rewrite-sink.js';
import { stall } from './stall.js';
import { StopSink } from './stop-sink.js';

/** Seen with an empty payload in one report; each has no field but its type, so that nothing else is lost. */
const SEEN_EMPTY = ['prompt_processing.end', 'message.start', 'message.end'];

const UNKNOWN_EVENT = 'event: emulator.unknown\ndata: {"type":"emulator.unknown","value":1}\n\n';

const UNKNOWN_LINE = '{"emulator":"unknown","value":1}\n';

/**
 * `sink` with the fault built in. `status` and `html` replace the response and are answered before this; `engine` is
 * for whoever generates.
 */
export function applyFault(fault: FaultEffect, sink: ResponseSink, tools: FaultTools): ResponseSink {
  const { signal, reset, errorShape } = tools;
  switch (fault.kind) {
    case 'status':
    case 'html':
    case 'engine':
      return sink;
    case 'delay':
      return new DelaySink(sink, () => pause(fault.ms, signal));
    case 'reset':
      return new StopSink(sink, fault, async () => {
        // A turn of the event loop, so that the bytes before the reset are on their way.
        await nextTick();
        reset();
        await pauseForever(signal);
      });
    case 'stall':
      return new StopSink(sink, fault.commentEveryMs === undefined ? fault : afterHead(fault), (inner) =>
        stall(inner, fault.commentEveryMs, signal),
      );
    case 'truncate':
      return new StopSink(sink, afterHead(fault), (inner) => inner.end());
    case 'trickle':
      return new PieceSink(sink, fault.bytes ?? 1, () => pause(fault.everyMs, signal));
    case 'split':
      return new PieceSink(sink, fault.bytes, () => nextTick());
    case 'contentType':
      return new ContentTypeSink(sink, fault.value);
    case 'errorEvent':
      return withErrorEvent(sink, { ...fault, shape: fault.shape ?? errorShape });
    case 'malformed':
      return new RewriteSink(sink, (text, index) => (index === (fault.afterEvents ?? 0) ? breakJson(text) : text));
    case 'noDone':
      return new RewriteSink(sink, (text) => (isLast(text) ? '' : text));
    case 'lineEnding':
      return new RewriteSink(sink, (text) => text.replaceAll('\n', fault.value === 'crlf' ? '\r\n' : '\r'));
    case 'dropEvent':
      return new RewriteSink(sink, (text) => (eventTypeOf(text) === fault.event ? '' : text));
    case 'repeatEvent':
      return new RewriteSink(sink, (text) => (eventTypeOf(text) === fault.event ? text + text : text));
    case 'emptyPayload':
      return new RewriteSink(sink, (text) => withoutPayload(text, fault.events ?? SEEN_EMPTY));
    case 'insert': {
      const inserted = fault.text ?? (errorShape === 'ndjson' ? UNKNOWN_LINE : UNKNOWN_EVENT);
      return new RewriteSink(sink, (text, index) => (index === (fault.afterEvents ?? 1) ? inserted + text : text));
    }
    default:
      return fault satisfies never;
  }
}

/** Whether this is what ends a stream: the mark of the OpenAI-shaped routes, or Ollama's last line. */
function isLast(text: string): boolean {
  return text === DONE_EVENT || /^\{.*"done":true.*\}\n$/.test(text);
}

/** The type on the `event:` line, if the event has one. */
function eventTypeOf(text: string): string | undefined {
  return /^event: (.*)/.exec(text)?.[1];
}

function withoutPayload(text: string, types: readonly string[]): string {
  const type = eventTypeOf(text);
  return type !== undefined && types.includes(type) ? `event: ${type}\ndata: {}\n\n` : text;
}

/** The point itself, or right after the head when there is none: for faults that make no sense without a head. */
function afterHead(point: FaultPoint): FaultPoint {
  return point.afterBytes === undefined && point.afterEvents === undefined ? { afterBytes: 0 } : point;
}

function withErrorEvent(sink: ResponseSink, fault: FaultEffect & { kind: 'errorEvent' }): ResponseSink {
  const at = fault.afterEvents ?? 1;
  const text = errorEvent(fault.shape ?? 'object', fault.message ?? 'The emulator was told to fail here.');
  if (fault.goOn === true) return new RewriteSink(sink, (event, index) => (index === at ? text + event : event));
  return new StopSink(sink, { afterEvents: at }, async (inner) => {
    await inner.write(Buffer.from(text));
    await inner.end();
  });
}

/** Takes the last bracket away. */
function breakJson(text: string): string {
  return text.replace(/\S(\s*)$/, '$1');
}
