import { createClient, type LmClient } from '../../src/index.js';
import type { LmError } from '../../src/provider/index.js';
import { ABLE_ROUTE, type ConformanceParts } from '../../src/testing/index.js';
import { subjectOf } from './collect.js';
import { PIECES } from './good-pieces.js';
import { GoodProvider } from './good-provider.js';
import { type Mistake, events, mapped, methods, pieces } from './mistake.js';

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

/** Mistakes in what is sent, by what is wrong. */
export const REQUEST_MISTAKES: { readonly [what: string]: Mistake } = {
  'declares tools and does not send them': {
    factory: pieces({ encodeChat: (request) => PIECES.encodeChat({ ...request, tools: undefined }) }),
    seenBy: 'tools: reaches the wire',
    says: /sends nothing else than one without/,
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
  'does not send the extra of an embedding': {
    factory: pieces({ encodeEmbedding: (request) => PIECES.encodeEmbedding({ ...request, extra: undefined }) }),
    seenBy: 'embedding: extra reaches the wire',
    says: /embed was given extra: .*merge extra into the body/,
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
};
