import type { LmError } from '../../src/provider/index.js';
import { decodeSource, type BodyDecoder, type PushSource, type StreamEvent } from '../../src/provider/streams/index.js';
import { PullIterator } from '../../src/stream/pull-iterator.js';
import { PIECES, type Pieces } from './good-pieces.js';
import type { Wire } from './wire.js';
import { type Mistake, events, mapped, methods, pieces } from './mistake.js';

/** Decodes lines without care for how they were cut. */
function carelessDecoder(emit: (event: Wire) => void): BodyDecoder {
  let rest = '';
  return {
    done: false,
    push(bytes) {
      // A decoder for each read breaks characters that two reads share.
      const lines = (rest + new TextDecoder().decode(bytes)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('data: ')) emit(JSON.parse(line.slice(6)) as Wire);
    },
    end() {},
  };
}

/** The decoder of the last stream, used for the next one too. */
function sharedDecoder(): Partial<Pieces> {
  let last: BodyDecoder | undefined;
  let emitted: ((event: Wire) => void) | undefined;
  return {
    createDecoder(emit, context) {
      emitted = emit;
      if (last === undefined || last.done) last = PIECES.createDecoder((event) => emitted?.(event), context);
      return last;
    },
  };
}

const isDelta = (event: StreamEvent): boolean => event.type === 'text-delta';

function losingLast(source: PushSource<StreamEvent>): PushSource<StreamEvent> {
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

/** Reads on to the end whoever has left. */
function deaf(source: PushSource<StreamEvent>): PushSource<StreamEvent> {
  return {
    subscribe(observer) {
      let left = false;
      source.subscribe({
        next: (event) => left || observer.next(event),
        error: (error) => observer.error(error),
        complete: () => observer.complete(),
      });
      return { pause() {}, resume() {}, cancel: () => void (left = true) };
    },
  };
}

/** Mistakes in streams, by what is wrong. */
export const STREAM_MISTAKES: { readonly [what: string]: Mistake } = {
  'loses the last piece of a text': {
    factory: events(losingLast),
    seenBy: 'chat.stream (answer 1): says what the server said, in a sound order of events',
    says: /by its events, but its response has text/,
  },
  'does not end what it began': {
    factory: events(mapped((event) => (event.type === 'text-end' ? [] : [event]))),
    seenBy: 'chat.stream (answer 1): says what the server said, in a sound order of events',
    says: /finishes while text is open/,
  },
  'finishes twice': {
    factory: events(mapped((event) => (event.type === 'finish' ? [event, event] : [event]))),
    seenBy: 'chat.stream: keeps the rules of a provider',
    says: /gives "finish" behind its finish event/,
  },
  'breaks characters that two reads share': {
    factory: pieces({ createDecoder: carelessDecoder }),
    seenBy: 'chat.stream (answer 1): is the same byte by byte',
    says: /differs/,
  },
  'takes a stream that broke off for whole': {
    factory: pieces({ createDecoder: carelessDecoder }),
    seenBy: 'chat.stream (answer 1): is truncated, not finished, when the answer ends too early',
    says: /finished as if it were whole/,
  },
  'declares resume and does not do it': {
    factory: methods((good) => ({
      chatStream: (request, call) => good.chatStream(request, { ...call, resume: false }),
    })),
    seenBy: 'chat.stream (answer 1): goes on where its connection broke',
    says: /its rest was there, but the stream failed/,
  },
  'asks for the rest of an answer from elsewhere': {
    factory: pieces({ rest: () => ({ method: 'GET', path: '/answers/a' }) }),
    seenBy: 'chat.stream (answer 1): goes on where its connection broke',
    says: /the request for its rest does not say so: GET/,
  },
  'does not tell that a stream was taken up again': {
    factory: events(mapped((event) => (event.type === 'warning' ? [] : [event]))),
    seenBy: 'chat.stream (answer 1): goes on where its connection broke',
    says: /no warning "stream_resumed" tells so/,
  },
  'takes a stream up again unasked': {
    factory: methods((good) => ({
      chatStream: (request, call) => good.chatStream(request, { ...call, resume: true }),
    })),
    seenBy: 'chat.stream (answer 1): does not go on unasked',
    says: /"resume" was not set, but the stream finished/,
  },
  'lets errors within a stream pass': {
    factory: pieces({ createDecoder: carelessDecoder }),
    seenBy: 'chat.stream/error: is thrown with what had arrived',
    says: /no LmError/,
  },
  'forgets what had arrived': {
    factory: events(withoutPartial),
    seenBy: 'chat.stream (answer 1): fails when the connection breaks',
    says: /has no "partial"/,
  },
  'does not know why a reply ended': {
    factory: pieces({
      write(writer, event) {
        PIECES.write(writer, event);
        if (event.end) writer.facts.finishReason = { unified: 'stop', raw: event.end.why };
      },
    }),
    seenBy: 'chat.stream/length: says what the server said, in a sound order of events',
    says: /finishReason\.unified differs/,
  },
  'reads on when it was left': {
    factory: events(deaf),
    seenBy: 'chat.stream: leaving the loop closes the connection at once',
    says: /was not given up at once/,
  },
  'is a generator, which cannot be left while it waits': {
    factory: methods((good) => ({
      async *chatStream(request, call) {
        yield* new PullIterator(good.chatStream(request, call));
      },
    })),
    seenBy: 'chat.stream: leaving the loop closes the connection at once',
    says: /was not given up at once/,
  },
  'mixes two streams': {
    factory: pieces(sharedDecoder()),
    seenBy: 'chat.stream: two at once do not mix',
    says: /differs/,
  },
  'makes up events when nothing comes': {
    factory: methods((good) => ({
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
    seenBy: 'chat.stream (answer 1): says what the server said, in a sound order of events',
    says: /piece of tool call 0, which is not open/,
  },
  'keeps a line of any length': {
    factory: pieces({
      createDecoder: (emit, context) => {
        const limits = { ...context.limits, maxEventBytes: 1 << 30 };
        return PIECES.createDecoder(emit, { ...context, limits });
      },
    }),
    seenBy: 'chat.stream: heeds limits.maxEventBytes',
    says: /grew to 4 times limits\.maxEventBytes \(\d+\), and the stream did not end/,
  },
};
