import { createClient, type LmClient } from '../../../src/index.js';
import { ABLE_ROUTE, type ConformanceParts } from '../../../src/testing/index.js';
import { subjectOf } from '../collect-cases.js';
import { GoodProvider } from '../good-provider/good-provider.js';
import { GOOD_PARTS } from '../good-provider/provider-parts.js';
import { withMethods, withParts, type BadProviders } from './bad-provider.js';

/** Creates a client that embeds although its matrix denies embeddings. */
function embedsDespiteMatrix({ transport, clock }: ConformanceParts): LmClient {
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

/** Mistakes in the requests that are sent, and in the options of a call. */
export const BAD_REQUESTS: BadProviders = {
  'declares tools but does not send them': {
    factory: withParts({ encodeChat: (request) => GOOD_PARTS.encodeChat({ ...request, tools: undefined }) }),
    failingCase: 'tools: is sent if set',
    message: /sends the same bytes as one without/,
  },
  'sends what the matrix denies': {
    factory: embedsDespiteMatrix,
    failingCase: 'embedding: is refused before anything is sent',
    message: /must fail|LmError/,
  },
  'changes the request': {
    factory: withMethods((good) => ({
      embed(request, call) {
        (request.input as string[]).sort();
        return good.embed(request, call);
      },
    })),
    failingCase: 'embedding: does not change its request',
    message: /embed\(\) changed its request/,
  },
  'sends null for unset fields': {
    factory: withParts({
      encodeChat: (request) => ({ ...GOOD_PARTS.encodeChat(request), seed: request.seed ?? null }),
    }),
    failingCase: 'does not send null for unset fields',
    message: /sent as null: seed/,
  },
  'sends a default of its own': {
    factory: withParts({ encodeChat: (request) => ({ temperature: 1, ...GOOD_PARTS.encodeChat(request) }) }),
    failingCase: 'temperature: is not sent if unset',
    message: /chat: temperature was not set, but is sent \(temperature: 1\)/,
    onlyFailure: true,
  },
  'sends a default inside another field': {
    factory: withParts({
      encodeChat: ({ topK, ...request }) => ({ ...GOOD_PARTS.encodeChat(request), options: { top_k: topK ?? 40 } }),
    }),
    failingCase: 'topK: is not sent if unset',
    message: /chat: topK was not set, but is sent \(options\.top_k: 40\)/,
    onlyFailure: true,
  },
  'sends empty lists': {
    factory: withParts({
      encodeChat: ({ stop, ...request }) => ({ ...GOOD_PARTS.encodeChat(request), options: { stop: stop ?? [] } }),
    }),
    failingCase: 'does not send empty lists',
    message: /chat: empty lists are sent: options\.stop/,
  },
  'sends tools of its own': {
    factory: withParts({
      encodeChat: (request) => ({ ...GOOD_PARTS.encodeChat(request), tools: request.tools ?? [{ name: 'search' }] }),
    }),
    failingCase: 'chat: emulated tools are sent as text',
    message: /chat: .* must have no tools in the format of the server; it has tools/,
  },
  'sends only the last message': {
    factory: withParts({
      encodeChat: ({ messages, ...request }) => GOOD_PARTS.encodeChat({ ...request, messages: messages.slice(-1) }),
    }),
    failingCase: 'chat: the history of emulated tools is sent as text',
    message: /it lacks .*conformance-city/,
  },
  'sends every message with the role "user"': {
    factory: withParts({
      encodeChat: ({ messages, ...request }) => {
        const asUser = messages.map((message) => ({ ...message, role: 'user' }));
        return { ...GOOD_PARTS.encodeChat({ ...request, messages: [] }), messages: asUser };
      },
    }),
    failingCase: 'chat: sends the role of each message',
    message: /role "system" is sent like one with the role "user"/,
  },
  'does not send the extra of an embedding': {
    factory: withParts({ encodeEmbedding: (request) => GOOD_PARTS.encodeEmbedding({ ...request, extra: undefined }) }),
    failingCase: 'embedding: sends extra',
    message: /embed\(\) must merge "extra" into the request body/,
    onlyFailure: true,
  },
  'does not report the progress of a load': {
    factory: withMethods((good) => ({
      loadModel: (request, call) => good.loadModel(request, { ...call, onProgress: undefined }),
    })),
    failingCase: 'models.load: reports progress as the matrix declares',
    message: /declares "models.loadProgress", but onProgress was not called/,
    onlyFailure: true,
  },
  'reports the progress of a load backwards': {
    factory: withMethods((good) => ({
      loadModel: (request, { onProgress, ...call }) =>
        good.loadModel(request, { ...call, onProgress: ({ fraction }) => onProgress?.({ fraction: 1 - fraction }) }),
    })),
    failingCase: 'models.load: reports progress as the matrix declares',
    message: /must not decrease.*received \[1,0\.5,0\]/,
  },
  'retries a load': {
    factory: withMethods((good) => ({
      loadModel: (request, call) => good.loadModel(request, call).catch(() => good.loadModel(request, call)),
    })),
    failingCase: 'models.load: is never retried',
    message: /must fail|sent \d times/,
  },
  'sends a request when it is created': {
    factory: withMethods((good) => {
      good.listModels({ route: 'all', warnings: [], options: {}, resume: false }).catch(() => {});
      return {};
    }),
    failingCase: 'creating and closing a client sends no request',
    message: /Creating the client sent 1 request\(s\)/,
  },
  'does not pass on the options of a call': {
    factory: withParts({ options: () => ({ retry: false }) }),
    failingCase: 'chat: an abort before the response ends the call',
    message: /did not finish/,
  },
  'does not pass on the headers of a call': {
    factory: withParts({ options: (call) => ({ ...call.options, headers: undefined }) }),
    failingCase: 'embedding: sends the headers of the call',
    message: /must contain the headers of the call/,
  },
  'does not pass on the timeouts of a call': {
    factory: withParts({ options: (call) => ({ ...call.options, timeouts: undefined }) }),
    failingCase: 'chat.stream: respects timeouts.firstByte',
    message: /did not finish/,
  },
};
