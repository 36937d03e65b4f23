import {
  DENIED_ROUTE,
  PROVIDER_FACTORY,
  type Container,
  type LmError,
  type ProviderContext,
} from '../../../src/provider/index.js';
import { conformanceValues, type ConformanceResponse } from '../../../src/testing/index.js';
import { subjectOf } from '../collect-cases.js';
import { goodFixtures } from '../good-provider/good-fixtures.js';
import { GoodProvider } from '../good-provider/good-provider.js';
import { GOOD_PARTS } from '../good-provider/provider-parts.js';
import { withMethods, withParts, type BadProviders } from './bad-provider.js';

const ONLY_CHAT = { ...DENIED_ROUTE, chat: 'yes' } as const;

const CHAT_RESPONSE = goodFixtures.chat as ConformanceResponse;

/** Mistakes in responses and errors, and a method that the matrix denies. */
export const BAD_RESPONSES: BadProviders = {
  'does not report why a response ended': {
    factory: withParts({
      write(writer, event) {
        GOOD_PARTS.write(writer, event);
        if (event.end) writer.facts.finishReason = { unified: 'stop', raw: event.end.why };
      },
    }),
    failingCase: "chat.stream/length: matches the server's response, with events in a valid order",
    message: /finishReason\.unified must be "length"; received "stop"/,
  },
  'counts 0 tokens when the server sends no count': {
    factory: withParts({
      write(writer, event) {
        GOOD_PARTS.write(writer, event);
        if (event.end) writer.facts.usage ??= { inputTokens: 0, outputTokens: 0 };
      },
    }),
    failingCase: "chat.stream (response 2): matches the server's response, with events in a valid order",
    message: /usage must be undefined; received {/,
  },
  'counts 0 tokens in addition to those that the server sends': {
    factory: withParts({
      write(writer, event) {
        GOOD_PARTS.write(writer, event);
        if (event.end) writer.facts.usage &&= { ...writer.facts.usage, reasoningTokens: 0 };
      },
    }),
    failingCase: "chat: matches the server's response",
    message: /usage\.reasoningTokens is 0, but the server's response has no count of 0/,
  },
  'counts what the response does not contain': {
    factory: withParts({
      write(writer, event) {
        GOOD_PARTS.write(writer, event);
        if (event.end) writer.facts.usage &&= { ...writer.facts.usage, totalTokens: 19 };
      },
    }),
    fixtures: { all: { ...goodFixtures, chat: { ...CHAT_RESPONSE, expect: { usage: conformanceValues.usage } } } },
    failingCase: "chat: matches the server's response",
    message: /"usage" contains {"totalTokens":19} in addition to the counts in "expect"/,
    onlyFailure: true,
  },
  'returns vectors in the order of the response': {
    factory: withMethods((good) => ({
      async embed(request, call) {
        const response = await good.embed(request, call);
        const embeddings = (response.raw.vectors as { vector: number[] }[]).map(({ vector }) => vector);
        return { ...response, embeddings };
      },
    })),
    failingCase: "embedding: matches the server's response",
    message: /embeddings\.0\.0 must be 0\.5; received -1/,
  },
  'returns vectors of other dimensions than requested': {
    factory: withMethods((good) => ({
      embed: (request, call) => good.embed({ ...request, dimensions: undefined }, call),
    })),
    failingCase: 'embedding: fails when the vectors do not have the requested dimensions',
    message: /3 dimensions and a response with 2, the call must fail; it resolved with/,
    onlyFailure: true,
  },
  'drops the warnings of the planner': {
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
    failingCase: 'seed: is dropped with a warning if onUnsupported is "warn"',
    message: /was dropped, but warnings are \[\]/,
  },
  'drops the warnings of an embedding': {
    factory: withMethods((good) => ({
      embed: async (request, call) => ({ ...(await good.embed(request, call)), warnings: [] }),
    })),
    failingCase: "embedding: includes the planner's warnings",
    message: /must include the warnings of the call; received \[\]/,
    onlyFailure: true,
  },
  'throws errors of its own': {
    factory: withMethods(() => ({ listModels: () => Promise.reject(new Error('oh')) })),
    failingCase: 'models.list: follows the provider contract',
    message: /not an LmError/,
  },
  'puts the prompt into an error': {
    factory: withMethods((good) => ({
      chat: (request, call) =>
        good.chat(request, call).catch((error: LmError) => {
          throw Object.assign(error, { message: `failed: ${JSON.stringify(request)}` });
        }),
    })),
    failingCase: 'chat, error/unknown-model: rejects with the code model_not_found',
    message: /error\.message contains the prompt/,
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
    failingCase: 'has exactly the methods that its matrix declares',
    message: /has a method chatStream\(\) but denies/,
  },
};
