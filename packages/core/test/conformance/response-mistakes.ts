import type { RouteCapabilities } from '../../src/index.js';
import { PROVIDER_FACTORY, type Container, type ProviderContext } from '../../src/provider/index.js';
import { ABLE_ROUTE, conformanceWords, type ConformanceAnswer } from '../../src/testing/index.js';
import { subjectOf } from './collect.js';
import { goodFixtures } from './good-fixtures.js';
import { PIECES } from './good-pieces.js';
import { GoodProvider } from './good-provider.js';
import { type Mistake, methods, pieces } from './mistake.js';

/** A matrix that denies everything else. */
const ONLY_CHAT = {
  ...(Object.fromEntries(Object.keys(ABLE_ROUTE).map((key) => [key, 'no'])) as unknown as RouteCapabilities),
  chat: 'yes',
} as const;

/** One answer of a chat. */
const CHAT_ANSWER = goodFixtures.chat as ConformanceAnswer;

/** Mistakes in what is given back or left behind, by what is wrong. */
export const RESPONSE_MISTAKES: { readonly [what: string]: Mistake } = {
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
