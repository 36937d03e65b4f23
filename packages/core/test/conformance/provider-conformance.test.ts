import { describe, expect, test } from 'vitest';
import { createClient } from '../../src/index.js';
import type { CapabilityMatrix } from '../../src/provider/index.js';
import { PullIterator } from '../../src/stream/pull-iterator.js';
import {
  ABLE_ROUTE,
  providerConformance,
  type ConformanceOptions,
  type RouteFixtures,
} from '../../src/testing/index.js';
import { collect, failures, subjectOf } from './collect.js';
import { goodFixtures } from './good-fixtures.js';
import { GoodProvider } from './good-provider.js';
import { REQUEST_MISTAKES } from './request-mistakes.js';
import { RESPONSE_MISTAKES } from './response-mistakes.js';
import { STREAM_MISTAKES } from './stream-mistakes.js';

const MISTAKES = { ...STREAM_MISTAKES, ...REQUEST_MISTAKES, ...RESPONSE_MISTAKES };

const good: ConformanceOptions['factory'] = () => subjectOf((context) => new GoodProvider(context));

/** A route that can chat, and nothing else; whether it takes a seed depends. */
const CHATTY = {
  ...Object.fromEntries(Object.keys(ABLE_ROUTE).map((key) => [key, 'no'])),
  chat: 'yes',
  'chat.stream': 'yes',
  embedding: 'unknown',
  seed: 'unknown',
} as unknown as typeof ABLE_ROUTE;
const TWO_ROUTES: CapabilityMatrix = { provider: 'good', routes: { all: ABLE_ROUTE, chatty: CHATTY } };

const CHATTY_FIXTURES: RouteFixtures = {
  chat: goodFixtures.chat,
  'chat.stream': goodFixtures['chat.stream'],
  'chat.stream/length': { none: 'the good server has no limit there' },
  'chat.stream/error': goodFixtures['chat.stream/error'],
  'error/unknown-model': goodFixtures['error/unknown-model'],
  'error/unauthorised': goodFixtures['error/unauthorised'],
  'error/context-overflow': { none: 'its context has no end' },
};

/** A chatty provider; only what a narrow one has is in its object. */
const chatty =
  (withEmbed = true): ConformanceOptions['factory'] =>
  () =>
    subjectOf(
      (context) => {
        const one = new GoodProvider(context);
        return {
          chat: (request, call) => one.chat(request, call),
          chatStream: (request, call) => one.chatStream(request, call),
          ...(withEmbed ? { embed: (request, call) => one.embed(request, call) } : {}),
          close: () => one.close(),
        };
      },
      { provider: 'good', routes: { chatty: CHATTY } },
    );

describe('a provider that does everything right', () => {
  providerConformance({ test, factory: good, fixtures: { all: goodFixtures } });
});

describe('what passes too', () => {
  test('a second route that can do little, and one thing that it may do', async () => {
    const fixtures = { all: goodFixtures, chatty: CHATTY_FIXTURES };
    const factory = () => subjectOf((context) => new GoodProvider(context), TWO_ROUTES);
    const tests = collect({ factory, fixtures });
    expect([...tests.keys()].filter((name) => name.includes('route chatty: embedding'))).toEqual([]);
    expect(tests.has('good: route chatty: models.load: is refused before anything is sent')).toBe(true);
    expect(tests.has('good: route chatty: topK: is left out with a warning where that is asked for')).toBe(true);
    expect(tests.has('good: route chatty: seed: reaches the wire')).toBe(true);
    expect(await failures(tests, /route chatty/)).toEqual({});
  });

  test('what a route may do and has a fixture for is tested', () => {
    const fixtures = { chatty: { ...CHATTY_FIXTURES, embedding: goodFixtures.embedding } };
    expect(
      collect({ factory: chatty(), fixtures }).has('good: route chatty: embedding: says what the server said'),
    ).toBe(true);
  });

  test('a stream that is an async iterable', async () => {
    const factory: ConformanceOptions['factory'] = () =>
      subjectOf(
        (context) => {
          const one = new GoodProvider(context);
          return {
            chat: (request, call) => one.chat(request, call),
            chatStream: (request, call) => new PullIterator(one.chatStream(request, call)),
            embed: (request, call) => one.embed(request, call),
            close: () => one.close(),
          };
        },
        { provider: 'good', routes: { chatty: CHATTY } },
      );
    expect(await failures(collect({ factory, fixtures: { chatty: CHATTY_FIXTURES } }), /chat\.stream/)).toEqual({});
  });

  test('a client made by hand', async () => {
    const factory: ConformanceOptions['factory'] = (parts) =>
      createClient({ ...subjectOf((context) => new GoodProvider(context)), ...parts });
    expect(await failures(collect({ factory }), /chat/)).toEqual({});
  });

  test('a provider that sends requests besides, to which the author responds', async () => {
    const factory: ConformanceOptions['factory'] = () =>
      subjectOf(
        (context) => {
          const one = new GoodProvider(context);
          return {
            async chat(request, call) {
              await one.listModels(call);
              return one.chat(request, call);
            },
            chatStream: (request, call) => one.chatStream(request, call),
            embed: (request, call) => one.embed(request, call),
            close: () => one.close(),
          };
        },
        { provider: 'good', routes: { chatty: CHATTY } },
      );
    const fixtures = { chatty: CHATTY_FIXTURES };
    const besides: ConformanceOptions['besides'] = ({ url }) =>
      url.endsWith('/models') ? { json: { models: [] } } : undefined;
    expect(await failures(collect({ factory, fixtures, besides }), /route chatty: chat: .*(?:answer|wait)/)).toEqual(
      {},
    );
  });
});

describe('what the matrix and the fixtures say of each other', () => {
  const onlyFailure = (factory: ConformanceOptions['factory'], fixtures: ConformanceOptions['fixtures']) =>
    failures(collect({ factory, fixtures }), /fixture|has an answer/);

  test('what is declared has a fixture', async () => {
    const { chat: _, 'error/unauthorised': __, 'chat.stream/tools': ___, ...rest } = goodFixtures;
    expect(await onlyFailure(good, { all: rest })).toEqual({
      'good: route all: chat: has a fixture': expect.stringContaining('declares "chat" but has no fixture "chat"'),
      'good: route all: chat.stream/tools: has a fixture': expect.stringContaining(
        'declares "tools" but has no fixture',
      ),
      'good: route all: error/unauthorised: has a fixture': expect.stringContaining('no fixture "error/unauthorised"'),
    });
  });

  test('what is optional need not have one', async () => {
    const {
      'completion.stream/error': _,
      'models.download/present': __,
      'error/rate-limited': ___,
      ...rest
    } = goodFixtures;
    expect(await onlyFailure(good, { all: rest })).toEqual({});
  });

  test('what is denied has none', async () => {
    const fixtures = {
      chatty: { ...CHATTY_FIXTURES, completion: goodFixtures.completion, 'chat/tools': goodFixtures['chat/tools'] },
    };
    expect(await onlyFailure(chatty(), fixtures)).toEqual({
      'good: route chatty: completion: has a fixture only where it is declared':
        expect.stringContaining('denies "completion"'),
      'good: route chatty: chat/tools: has a fixture only where it is declared':
        expect.stringContaining('denies "tools"'),
    });
  });

  test('a capability itself cannot do without a response', async () => {
    expect(await onlyFailure(good, { all: { ...goodFixtures, embedding: { none: 'too hard' } } })).toEqual({
      'good: route all: embedding: has an answer': expect.stringContaining('cannot say that there is none'),
    });
  });

  test('routes are those of the matrix', async () => {
    expect(await onlyFailure(good, { all: goodFixtures, other: {} })).toEqual({
      'good: has fixtures for its own routes only': expect.stringContaining('"other"'),
    });
  });

  test('every cell says yes, no or unknown', async () => {
    const cells = { ...ABLE_ROUTE, seed: 'maybe', chat: undefined } as unknown as typeof ABLE_ROUTE;
    const factory = () =>
      subjectOf((context) => new GoodProvider(context), {
        provider: 'good',
        routes: { all: cells, chatty: ABLE_ROUTE },
      });
    expect(await failures(collect({ factory }), /in its matrix/)).toEqual({
      'good: answers for every capability and feature in its matrix': expect.stringContaining('chat, seed'),
    });
  });

  test('a stream needs a response whose characters can be split', async () => {
    const [, plain] = goodFixtures['chat.stream'] as unknown as [unknown, object];
    expect(
      await failures(
        collect({ factory: good, fixtures: { all: { ...goodFixtures, 'chat.stream': plain } } }),
        /can be cut/,
      ),
    ).toEqual({
      'good: route all: chat.stream: has an answer whose characters can be cut': expect.stringContaining('above 127'),
    });
  });
});

describe.each(Object.entries(MISTAKES))('a provider that %s', (_, { factory, seenBy, says, fixtures, alone }) => {
  test(`fails "${seenBy}"`, async () => {
    const wanted = new Set([`good: ${seenBy}`, `good: route all: ${seenBy}`]);
    const all = [...collect({ factory, ...(fixtures ? { fixtures } : {}) })];
    const tests = alone === true ? all : all.filter(([name]) => wanted.has(name));
    expect(Object.values(await failures(new Map(tests)))).toEqual([expect.stringMatching(says)]);
  });
});
