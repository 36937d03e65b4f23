import { describe, expect, test } from 'vitest';
import { createClient } from '../../src/index.js';
import { DENIED_ROUTE, type CapabilityMatrix, type Provider, type ProviderContext } from '../../src/provider/index.js';
import { PullIterator } from '../../src/stream/pull-iterator.js';
import {
  ABLE_ROUTE,
  providerConformance,
  type ConformanceOptions,
  type RouteFixtures,
} from '../../src/testing/index.js';
import { BAD_DESCRIPTIONS } from './bad-providers/bad-descriptions.js';
import { BAD_LIFECYCLES } from './bad-providers/bad-lifecycles.js';
import { BAD_MESSAGES } from './bad-providers/bad-messages.js';
import { BAD_OUTPUTS } from './bad-providers/bad-outputs.js';
import { BAD_REQUESTS } from './bad-providers/bad-requests.js';
import { BAD_RESPONSES } from './bad-providers/bad-responses.js';
import { BAD_RESUMES } from './bad-providers/bad-resumes.js';
import { BAD_STREAMS } from './bad-providers/bad-streams.js';
import { collectCases, failuresOf, subjectOf } from './collect-cases.js';
import { goodFixtures } from './good-provider/good-fixtures.js';
import { GoodProvider } from './good-provider/good-provider.js';

const good: ConformanceOptions['factory'] = () => subjectOf((context) => new GoodProvider(context));

/** A route that supports only chats. Its support for embeddings and a seed is unknown. */
const CHAT_ROUTE = {
  ...DENIED_ROUTE,
  chat: 'yes',
  'chat.stream': 'yes',
  embedding: 'unknown',
  seed: 'unknown',
} as const;
const TWO_ROUTES: CapabilityMatrix = { provider: 'good', routes: { all: ABLE_ROUTE, chats: CHAT_ROUTE } };

const CHAT_FIXTURES: RouteFixtures = {
  chat: goodFixtures.chat,
  'chat.stream': goodFixtures['chat.stream'],
  'chat.stream/length': { none: 'the good server has no limit there' },
  'chat.stream/error': goodFixtures['chat.stream/error'],
  'error/unknown-model': goodFixtures['error/unknown-model'],
  'error/unauthorized': goodFixtures['error/unauthorized'],
  'error/context-overflow': { none: 'its context has no limit' },
};

/** Creates a provider that has only the methods of `CHAT_ROUTE`, with some of them replaced. */
function chatProvider(
  change: (good: GoodProvider, context: ProviderContext) => Partial<Provider> = () => ({}),
): ConformanceOptions['factory'] {
  return () =>
    subjectOf(
      (context) => {
        const one = new GoodProvider(context);
        return {
          chat: (request, call) => one.chat(request, call),
          chatStream: (request, call) => one.chatStream(request, call),
          embed: (request, call) => one.embed(request, call),
          close: () => one.close(),
          ...change(one, context),
        };
      },
      { provider: 'good', routes: { chats: CHAT_ROUTE } },
    );
}

describe('a provider without mistakes passes', () => {
  providerConformance({ test, factory: good, fixtures: { all: goodFixtures } });
});

describe('the suite accepts', () => {
  test('a second route with fewer capabilities, one of them unknown', async () => {
    const fixtures = { all: goodFixtures, chats: CHAT_FIXTURES };
    const factory = () => subjectOf((context) => new GoodProvider(context), TWO_ROUTES);
    const cases = collectCases({ factory, fixtures });
    expect([...cases.keys()].filter((name) => name.includes('route chats: embedding'))).toEqual([]);
    expect(cases.has('good: route chats: models.load: is refused before anything is sent')).toBe(true);
    expect(cases.has('good: route chats: topK: is dropped with a warning if onUnsupported is "warn"')).toBe(true);
    expect(cases.has('good: route chats: seed: is sent if set')).toBe(true);
    expect(await failuresOf(cases, /route chats/)).toEqual({});
  });

  test('an unknown capability with a fixture, and tests it', () => {
    const fixtures = { chats: { ...CHAT_FIXTURES, embedding: goodFixtures.embedding } };
    const cases = collectCases({ factory: chatProvider(), fixtures });
    expect(cases.has("good: route chats: embedding: matches the server's response")).toBe(true);
  });

  test('a stream that is an async iterable', async () => {
    const factory = chatProvider((one) => ({
      chatStream: (request, call) => new PullIterator(one.chatStream(request, call)),
    }));
    const cases = collectCases({ factory, fixtures: { chats: CHAT_FIXTURES } });
    expect(await failuresOf(cases, /chat\.stream/)).toEqual({});
  });

  test('a client that the factory created', async () => {
    const factory: ConformanceOptions['factory'] = (parts) =>
      createClient({ ...subjectOf((context) => new GoodProvider(context)), ...parts });
    expect(await failuresOf(collectCases({ factory }), /chat/)).toEqual({});
  });

  test('a provider with side requests for which there are responses', async () => {
    const factory = chatProvider((one) => ({
      async chat(request, call) {
        await one.listModels(call);
        return one.chat(request, call);
      },
    }));
    const cases = collectCases({
      factory,
      fixtures: { chats: CHAT_FIXTURES },
      respondToSideRequest: ({ url }) => (url.endsWith('/models') ? { json: { models: [] } } : undefined),
    });
    expect(await failuresOf(cases, /route chats: chat: .*response/)).toEqual({});
  });
});

describe('the matrix and the fixtures', () => {
  const fixtureFailures = (factory: ConformanceOptions['factory'], fixtures: ConformanceOptions['fixtures']) =>
    failuresOf(collectCases({ factory, fixtures }), /fixture|has a response/);

  test('must agree on declared capabilities: each has a fixture', async () => {
    const { chat: _, 'error/unauthorized': __, 'chat.stream/tools': ___, ...rest } = goodFixtures;
    expect(await fixtureFailures(good, { all: rest })).toEqual({
      'good: route all: chat: has a fixture': expect.stringContaining(
        'declares "chat", but route "all" has no fixture',
      ),
      'good: route all: chat.stream/tools: has a fixture': expect.stringContaining(
        'declares "tools", but route "all" has no fixture',
      ),
      'good: route all: error/unauthorized: has a fixture': expect.stringContaining('no fixture "error/unauthorized"'),
    });
  });

  test('may omit optional scenarios', async () => {
    const {
      'completion.stream/error': _,
      'models.download/present': __,
      'error/rate-limited': ___,
      ...rest
    } = goodFixtures;
    expect(await fixtureFailures(good, { all: rest })).toEqual({});
  });

  test('must agree on denied capabilities: none has a fixture', async () => {
    const fixtures = {
      chats: { ...CHAT_FIXTURES, completion: goodFixtures.completion, 'chat/tools': goodFixtures['chat/tools'] },
    };
    expect(await fixtureFailures(chatProvider(), fixtures)).toEqual({
      'good: route chats: completion: has a fixture only if it is declared':
        expect.stringContaining('denies "completion"'),
      'good: route chats: chat/tools: has a fixture only if it is declared': expect.stringContaining('denies "tools"'),
    });
  });

  test('must have descriptions of models that lack something, if anything depends on the model', async () => {
    const { 'models.describe/lacks': _, 'models.describe/silent': __, ...rest } = goodFixtures;
    const message =
      'The matrix declares that tools, imageInput, reasoning, embedding depend on the model, but route "all"';
    expect(await fixtureFailures(good, { all: rest })).toEqual({
      'good: route all: models.describe/lacks: has a fixture': expect.stringContaining(message),
      'good: route all: models.describe/silent: has a fixture': expect.stringContaining(message),
    });
    const factory = () =>
      subjectOf((context) => new GoodProvider(context), { provider: 'good', routes: { all: ABLE_ROUTE } });
    expect(await fixtureFailures(factory, { all: rest })).toEqual({});
  });

  test('need a response for each declared capability', async () => {
    expect(await fixtureFailures(good, { all: { ...goodFixtures, embedding: { none: 'too hard' } } })).toEqual({
      'good: route all: embedding: has a response': expect.stringContaining('must have a response'),
    });
  });

  test('must have the same routes', async () => {
    expect(await fixtureFailures(good, { all: goodFixtures, other: {} })).toEqual({
      'good: has fixtures only for its own routes': expect.stringContaining('matrix: other'),
    });
  });

  test('must declare yes, no or unknown for every capability and feature', async () => {
    const cells = { ...ABLE_ROUTE, seed: 'maybe', chat: undefined } as unknown as typeof ABLE_ROUTE;
    const factory = () =>
      subjectOf((context) => new GoodProvider(context), {
        provider: 'good',
        routes: { all: cells, chats: ABLE_ROUTE },
      });
    expect(await failuresOf(collectCases({ factory }), /its matrix declares/)).toEqual({
      'good: its matrix declares every capability and feature': expect.stringContaining('chat, seed'),
    });
  });

  test('need a streamed response with multi-byte characters', async () => {
    const [, plain] = goodFixtures['chat.stream'] as unknown as [unknown, object];
    const cases = collectCases({ factory: good, fixtures: { all: { ...goodFixtures, 'chat.stream': plain } } });
    expect(await failuresOf(cases, /multi-byte/)).toEqual({
      'good: route all: chat.stream: has a response with multi-byte characters': expect.stringContaining('above 127'),
    });
  });
});

const BAD_PROVIDERS = {
  ...BAD_STREAMS,
  ...BAD_OUTPUTS,
  ...BAD_RESUMES,
  ...BAD_REQUESTS,
  ...BAD_LIFECYCLES,
  ...BAD_RESPONSES,
  ...BAD_MESSAGES,
  ...BAD_DESCRIPTIONS,
};

describe.each(Object.entries(BAD_PROVIDERS))(
  'a provider that %s',
  (_, { factory, failingCase, message, fixtures, onlyFailure }) => {
    test(`fails "${failingCase}"`, async () => {
      const names = new Set([`good: ${failingCase}`, `good: route all: ${failingCase}`]);
      const all = [...collectCases({ factory, ...(fixtures ? { fixtures } : {}) })];
      // A case of another operation costs as much as the others together, and has nothing to do with the mistake.
      const [operation = ''] = failingCase.split(/[/:]/, 1);
      const related = all.filter(([name]) => names.has(name) || name.startsWith(`good: route all: ${operation}`));
      const cases = onlyFailure === true ? related : related.filter(([name]) => names.has(name));
      expect(Object.values(await failuresOf(new Map(cases)))).toEqual([expect.stringMatching(message)]);
    });
  },
);
