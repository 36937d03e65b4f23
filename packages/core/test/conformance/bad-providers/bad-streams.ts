import type { LmError } from '../../../src/provider/index.js';
import {
  decodeSource,
  type BodyDecoder,
  type PushSource,
  type ResponseContext,
  type StreamEvent,
} from '../../../src/provider/streams/index.js';
import { GOOD_PARTS, type ProviderParts } from '../good-provider/provider-parts.js';
import type { WireEvent } from '../good-provider/wire.js';
import { mapEvents, withEvents, withMethods, withParts, type BadProviders } from './bad-provider.js';

/** Decodes lines, but decodes each read separately. */
function carelessDecoder(emit: (event: WireEvent) => void): BodyDecoder {
  let rest = '';
  return {
    done: false,
    values: 0,
    stop() {},
    push(bytes) {
      // Decoding each read separately breaks characters that are split between two reads.
      const lines = (rest + new TextDecoder().decode(bytes)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('data: ')) emit(JSON.parse(line.slice(6)) as WireEvent);
    },
    end() {},
  };
}

/** Decodes like the good provider, but needs the end of the body to know that a response is complete. */
function forgetfulDecoder(emit: (event: WireEvent) => void, context: ResponseContext): BodyDecoder {
  const decoder = GOOD_PARTS.createDecoder(emit, context);
  return {
    get done() {
      return decoder.done;
    },
    get values() {
      return decoder.values;
    },
    push: (bytes) => decoder.push(bytes),
    end: () => decoder.end(),
    stop: () => decoder.stop(),
    isComplete: () => false,
  };
}

/** Uses the decoder of the previous stream for the next stream too. */
function sharedDecoder(): Partial<ProviderParts> {
  let last: BodyDecoder | undefined;
  let emitted: ((event: WireEvent) => void) | undefined;
  return {
    createDecoder(emit, context) {
      emitted = emit;
      if (last === undefined || last.done) last = GOOD_PARTS.createDecoder((event) => emitted?.(event), context);
      return last;
    },
  };
}

const isDelta = (event: StreamEvent): boolean => event.type === 'text-delta';

function losingLastDelta(source: PushSource<StreamEvent>): PushSource<StreamEvent> {
  return {
    subscribe(observer) {
      let kept: StreamEvent | undefined;
      return source.subscribe({
        next(event) {
          if (kept !== undefined && isDelta(event)) observer.next(kept);
          if (isDelta(event)) kept = event;
          else observer.next(event);
        },
        error: (error) => observer.error(error),
        complete: () => observer.complete(),
      });
    },
  };
}

function withoutPartial(source: PushSource<StreamEvent>): PushSource<StreamEvent> {
  return {
    subscribe: (observer) =>
      source.subscribe({
        next: (event) => observer.next(event),
        error: (error) => observer.error(Object.defineProperty(error as LmError, 'partial', { value: undefined })),
        complete: () => observer.complete(),
      }),
  };
}

/** Mistakes in the events of a stream, and in decoding its bytes. */
export const BAD_STREAMS: BadProviders = {
  'loses the last delta of the text': {
    factory: withEvents(losingLastDelta),
    failingCase: "chat.stream (response 1): matches the server's response, with events in a valid order",
    message: /has text .* in its events, but .* in its response/,
  },
  'does not end a block that it started': {
    factory: withEvents(mapEvents((event) => (event.type === 'text-end' ? [] : [event]))),
    failingCase: "chat.stream (response 1): matches the server's response, with events in a valid order",
    message: /finishes while text is open/,
  },
  'finishes twice': {
    factory: withEvents(mapEvents((event) => (event.type === 'finish' ? [event, event] : [event]))),
    failingCase: 'chat.stream: follows the provider contract',
    message: /emits "finish" after its finish event/,
  },
  'invents events of a tool call': {
    factory: withMethods((good) => ({
      chatStream: (request, call) => {
        const source = good.chatStream(request, call);
        return decodeSource<StreamEvent, StreamEvent>(source, (emit) => ({
          push: (event) => {
            if (event.type === 'text-delta') emit({ type: 'tool-call-delta', index: 0, argumentsDelta: '' });
            emit(event);
          },
          end() {},
          partial: () => ({ text: '' }),
        }));
      },
    })),
    failingCase: "chat.stream (response 1): matches the server's response, with events in a valid order",
    message: /delta of tool call 0, which is not open/,
  },
  'names another route': {
    factory: withEvents((source) =>
      mapEvents((event) =>
        event.type === 'finish' ? [{ ...event, response: { ...event.response, route: 'other' } }] : [event],
      )(source),
    ),
    failingCase: "chat.stream (response 1): matches the server's response, with events in a valid order",
    message: /must be "all", the route of the call/,
  },
  'breaks characters that are split between two reads': {
    factory: withParts({ createDecoder: carelessDecoder }),
    failingCase: 'chat.stream (response 1): emits the same events byte by byte',
    message: /must be .*; received/,
  },
  'treats a truncated stream as complete': {
    factory: withParts({ createDecoder: carelessDecoder }),
    failingCase: 'chat.stream (response 1): fails as truncated when the response ends early',
    message: /finished as if it were complete/,
  },
  'does not know that a response is complete when its connection is lost': {
    factory: withParts({ createDecoder: forgetfulDecoder }),
    failingCase: 'chat.stream (response 1): finishes when the connection closes after it is complete',
    message: /was complete at byte (\d+) of \1, where its connection was lost\. .* received LmError/,
  },
  'does not know that a response is complete when the server is silent': {
    factory: withParts({ createDecoder: forgetfulDecoder }),
    failingCase: 'completion.stream: finishes when the server is silent after it is complete',
    message: /was complete at byte (\d+) of \1, where its connection was lost\. .* received LmError \(idle_timeout\)/,
  },
  'ignores errors within a stream': {
    factory: withParts({ createDecoder: carelessDecoder }),
    failingCase: "chat.stream/error: fails with the server's error and the partial response",
    message: /not an LmError/,
  },
  'loses the partial response': {
    factory: withEvents(withoutPartial),
    failingCase: 'chat.stream (response 1): fails when the connection closes mid-stream',
    message: /has no "partial"/,
  },
  'mixes two streams': {
    factory: withParts(sharedDecoder()),
    failingCase: 'chat.stream: keeps two concurrent streams separate',
    message: /must be .*; received/,
  },
  'buffers a line of any length': {
    factory: withParts({
      createDecoder: (emit, context) => {
        const limits = { ...context.limits, maxEventBytes: 1 << 30 };
        return GOOD_PARTS.createDecoder(emit, { ...context, limits });
      },
    }),
    failingCase: 'chat.stream: respects limits.maxEventBytes',
    message: /grew to 4 times limits\.maxEventBytes \(\d+\), but the stream did not fail/,
  },
  'emits no text with collect: false': {
    factory: withMethods((good) => ({
      chatStream: (request, call) =>
        mapEvents((event) => (call.options.collect === false && event.type === 'text-delta' ? [] : [event]))(
          good.chatStream(request, call),
        ),
    })),
    failingCase: 'chat.stream (response 1): emits the same events with collect: false',
    message: /Emit every event whatever its value is/,
  },
  'emits no text with reasoningTags': {
    factory: withMethods((good) => ({
      chatStream: (request, call) =>
        mapEvents((event) => (call.options.reasoningTags !== undefined && event.type === 'text-delta' ? [] : [event]))(
          good.chatStream(request, call),
        ),
    })),
    failingCase: 'chat.stream: splits off the reasoning between tags',
    message: /The client splits the text/,
  },
};
