import { createClient, type LmClient, type RouteCapabilities } from '../../src/index.js';
import {
  PROVIDER_FACTORY,
  type LmError,
  type Container,
  type Provider,
  type ProviderContext,
} from '../../src/provider/index.js';
import { decodeSource, type BodyDecoder, type PushSource, type StreamEvent } from '../../src/provider/streams/index.js';
import { PullIterator } from '../../src/stream/pull-iterator.js';
import {
  ABLE_ROUTE,
  conformanceWords,
  type ConformanceAnswer,
  type ConformanceOptions,
  type ConformanceParts,
} from '../../src/testing/index.js';
import { subjectOf } from './collect.js';
import { goodFixtures } from './good-fixtures.js';
import { GoodProvider, PIECES, type Pieces } from './good-provider.js';
import type { Wire } from './wire.js';

/** Something that providers do wrong, and the test that must see it. */
export interface Mistake {
  readonly factory: ConformanceOptions['factory'];
  /** Default: those of the good provider. */
  readonly fixtures?: ConformanceOptions['fixtures'];
  /** Name of the test, without the route. */
  readonly seenBy: string;
  /** What its failure says. */
  readonly says: RegExp;
  /** Whether no other test sees it. */
  readonly alone?: boolean;
}

/** A matrix that denies everything else. */
const ONLY_CHAT = {
  ...(Object.fromEntries(Object.keys(ABLE_ROUTE).map((key) => [key, 'no'])) as unknown as RouteCapabilities),
  chat: 'yes',
} as const;

/** One answer of a chat. */
const CHAT_ANSWER = goodFixtures.chat as ConformanceAnswer;

/** A good provider but for some of its pieces. */
function pieces(change: Partial<Pieces>): ConformanceOptions['factory'] {
  return () => subjectOf((context) => new GoodProvider(context, { ...PIECES, ...change }));
}

/** A good provider but for some of its methods. */
function methods(change: (good: GoodProvider, context: ProviderContext) => Provider): ConformanceOptions['factory'] {
  return () =>
    subjectOf((context) => {
      const good = new GoodProvider(context);
      const all = Object.getOwnPropertyNames(GoodProvider.prototype).filter((name) => name !== 'constructor');
      const bound = all.map((name) => [name, (good[name as keyof GoodProvider] as () => unknown).bind(good)]);
      return { ...(Object.fromEntries(bound) as Provider), ...change(good, context) };
    });
}

/** A good provider whose stream of events is changed. */
function events(change: (source: PushSource<StreamEvent>) => PushSource<StreamEvent>): ConformanceOptions['factory'] {
  return methods((good) => ({ chatStream: (request, call) => change(good.chatStream(request, call)) }));
}

/** Each event to any number of them. */
function mapped(
  map: (event: StreamEvent) => StreamEvent[],
): (source: PushSource<StreamEvent>) => PushSource<StreamEvent> {
  return (source) => ({
    subscribe: (observer) =>
      source.subscribe({
        next: (event) => map(event).forEach((each) => observer.next(each)),
        error: (error) => observer.error(error),
        complete: () => observer.complete(),
      }),
  });
}

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

/** A client around another one that says that it cannot embed, and embeds. */
function heedless({ transport, clock }: ConformanceParts): LmClient {
  const { plugins, config } = subjectOf((context) => new GoodProvider(context));
  const client = createClient({ plugins, config, transport, clock });
  const capabilities = { provider: 'good', routes: { all: { ...ABLE_ROUTE, embedding: 'no' } } };
  return new Proxy(client, {
    get(target, key) {
      if (key === 'capabilities') return capabilities;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
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

/** The mistakes, by what is wrong. */
export const MISTAKES: { readonly [what: string]: Mistake } = {
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
  'declares tools and does not send them': {
    factory: pieces({ encodeChat: (request) => PIECES.encodeChat({ ...request, tools: undefined }) }),
    seenBy: 'tools: reaches the wire',
    says: /sends nothing else than one without/,
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
  'counts 0 tokens where none are told': {
    factory: pieces({
      write(writer, event) {
        PIECES.write(writer, event);
        if (event.end) writer.facts.usage ??= { inputTokens: 0, outputTokens: 0 };
      },
    }),
    seenBy: 'chat.stream (answer 2): says what the server said, in a sound order of events',
    says: /usage differs/,
  },
  'sends what the matrix denies': {
    factory: heedless,
    seenBy: 'embedding: is refused before anything is sent',
    says: /has to fail|LmError/,
  },
  'hands the settings of a call not on': {
    factory: pieces({ options: () => ({ retry: false }) }),
    seenBy: 'chat: an abort ends the wait for the answer',
    says: /neither resolves nor rejects/,
  },
  'hands the headers of a call not on': {
    factory: pieces({ options: (call) => ({ ...call.options, headers: undefined }) }),
    seenBy: 'embedding: sends the headers of the call',
    says: /options\.headers are not sent/,
  },
  'hands the clocks of a call not on': {
    factory: pieces({ options: (call) => ({ ...call.options, timeouts: undefined }) }),
    seenBy: 'chat.stream: heeds timeouts.firstByte',
    says: /neither resolves nor rejects/,
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
  'changes the request': {
    factory: methods((good) => ({
      embed(request, call) {
        (request.input as string[]).sort();
        return good.embed(request, call);
      },
    })),
    seenBy: 'embedding: leaves its request as it was',
    says: /embed\(\) changed its request/,
  },
  'gives vectors in the order of the answer': {
    factory: methods((good) => ({
      async embed(request, call) {
        const response = await good.embed(request, call);
        const embeddings = (response.raw.vectors as { vector: number[] }[]).map(({ vector }) => vector);
        return { ...response, embeddings };
      },
    })),
    seenBy: 'embedding: says what the server said',
    says: /embeddings\.0\.0 differs/,
  },
  'leaves a timer': {
    factory: methods((good, { clock }) => ({
      chat(request, call) {
        clock.setTimeout(() => {}, 60_000);
        return good.chat(request, call);
      },
    })),
    seenBy: 'chat: leaves nothing behind',
    says: /1 timer\(s\) still run/,
  },
  'leaves a listener': {
    factory: methods((good) => ({
      chat(request, call) {
        call.options.signal?.addEventListener('abort', () => {});
        return good.chat(request, call);
      },
    })),
    seenBy: 'chat: leaves nothing behind',
    says: /1 listener\(s\)/,
  },
  'does not end its calls with the client': {
    factory: methods(() => ({ close() {} })),
    seenBy: 'chat: closing the client ends the call',
    says: /neither resolves nor rejects/,
  },
  'throws errors of its own': {
    factory: methods(() => ({ listModels: () => Promise.reject(new Error('oh')) })),
    seenBy: 'models.list: keeps the rules of a provider',
    says: /no LmError/,
  },
  'tells the prompt in an error': {
    factory: methods((good) => ({
      chat: (request, call) =>
        good.chat(request, call).catch((error: LmError) => {
          throw Object.assign(error, { message: `failed: ${JSON.stringify(request)}` });
        }),
    })),
    seenBy: 'chat, error/unknown-model: has the code model_not_found',
    says: /its message tells the prompt/,
  },
  'loads twice': {
    factory: methods((good) => ({
      loadModel: (request, call) => good.loadModel(request, call).catch(() => good.loadModel(request, call)),
    })),
    seenBy: 'models.load: is never sent twice',
    says: /has to fail|sent \d times/,
  },
  'asks the server when it is made': {
    factory: methods((good) => {
      good.listModels({ route: 'all', warnings: [], options: {}, resume: false }).catch(() => {});
      return {};
    }),
    seenBy: 'is made and closed without a request',
    says: /Making the client has sent a request/,
  },
  'mixes two streams': {
    factory: pieces(sharedDecoder()),
    seenBy: 'chat.stream: two at once do not mix',
    says: /differs/,
  },
  'sends nulls for what was not set': {
    factory: pieces({ encodeChat: (request) => ({ ...PIECES.encodeChat(request), seed: request.seed ?? null }) }),
    seenBy: 'sends nothing that was not set',
    says: /sent as null: seed/,
  },
  'names another route': {
    factory: events((source) =>
      mapped((event) =>
        event.type === 'finish' ? [{ ...event, response: { ...event.response, route: 'other' } }] : [event],
      )(source),
    ),
    seenBy: 'chat.stream (answer 1): says what the server said, in a sound order of events',
    says: /the call went by "all"/,
  },
  'forgets the warnings of the planner': {
    factory: () =>
      subjectOf(
        (context) => {
          const good = new GoodProvider(context);
          return {
            chat: (request, call) => good.chat(request, { ...call, warnings: [] }),
            close: () => good.close(),
          };
        },
        { provider: 'good', routes: { all: ONLY_CHAT } },
      ),
    fixtures: { all: { chat: goodFixtures.chat } },
    seenBy: 'seed: is left out with a warning where that is asked for',
    says: /was left out, but warnings are \[\]/,
  },
  'has a method that its matrix denies': {
    factory: () => {
      const { config, plugins } = subjectOf((context) => new GoodProvider(context));
      const [plugin] = plugins;
      const capabilities = { provider: 'good', routes: { all: ONLY_CHAT } };
      const factory = { id: 'good', capabilities, create: (context: ProviderContext) => new GoodProvider(context) };
      const register = (container: Container) => void container.register(PROVIDER_FACTORY, { useValue: factory });
      return { config, plugins: [{ ...plugin, spec: 1, id: 'good', register }] };
    },
    fixtures: { all: { chat: goodFixtures.chat } },
    seenBy: 'has a method for what it declares, and no other',
    says: /has a method chatStream\(\) but denies/,
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
  'does not send the extra of an embedding': {
    factory: pieces({ encodeEmbedding: (request) => PIECES.encodeEmbedding({ ...request, extra: undefined }) }),
    seenBy: 'embedding: extra reaches the wire',
    says: /embed was given extra: .*merge extra into the body/,
    alone: true,
  },
  'forgets the warnings of an embedding': {
    factory: methods((good) => ({
      embed: async (request, call) => ({ ...(await good.embed(request, call)), warnings: [] }),
    })),
    seenBy: 'embedding: hands on what the planner warns of',
    says: /had a warning, but warnings are \[\]/,
    alone: true,
  },
  'gives vectors of other dimensions than were asked for': {
    factory: methods((good) => ({
      embed: (request, call) => good.embed({ ...request, dimensions: undefined }, call),
    })),
    seenBy: 'embedding: fails when the vectors have not the dimensions asked for',
    says: /3 dimensions that was answered with 2, the call succeeded .* it has to fail/,
    alone: true,
  },
  'sends a default of its own': {
    factory: pieces({ encodeChat: (request) => ({ temperature: 1, ...PIECES.encodeChat(request) }) }),
    seenBy: 'temperature: is not sent unasked',
    says: /chat: temperature was not set, but is sent \(temperature: 1\)/,
    alone: true,
  },
  'sends a default within a field': {
    factory: pieces({
      encodeChat: ({ topK, ...request }) => ({ ...PIECES.encodeChat(request), options: { top_k: topK ?? 40 } }),
    }),
    seenBy: 'topK: is not sent unasked',
    says: /chat: topK was not set, but is sent \(options\.top_k: 40\)/,
    alone: true,
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
  'makes a user of everybody': {
    factory: pieces({
      encodeChat: ({ messages, ...request }) => {
        const said = messages.map((message) => ({ ...message, role: 'user' }));
        return { ...PIECES.encodeChat({ ...request, messages: [] }), messages: said };
      },
    }),
    seenBy: 'chat: says who said what',
    says: /role "system" is sent as one of role "user"/,
  },
  'counts 0 tokens beside those that are told': {
    factory: pieces({
      write(writer, event) {
        PIECES.write(writer, event);
        if (event.end) writer.facts.usage &&= { ...writer.facts.usage, reasoningTokens: 0 };
      },
    }),
    seenBy: 'chat: says what the server said',
    says: /usage\.reasoningTokens is 0, but the answer counts nothing as 0/,
  },
  'counts what the answer is said not to tell': {
    factory: pieces({
      write(writer, event) {
        PIECES.write(writer, event);
        if (event.end) writer.facts.usage &&= { ...writer.facts.usage, totalTokens: 19 };
      },
    }),
    fixtures: { all: { ...goodFixtures, chat: { ...CHAT_ANSWER, expect: { usage: conformanceWords.usage } } } },
    seenBy: 'chat: says what the server said',
    says: /usage has {"totalTokens":19} besides what "expect" says/,
    alone: true,
  },
};
