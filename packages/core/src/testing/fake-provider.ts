import type { Operation, RouteCapabilities } from '../contract/capability.js';
import type { CompletionRequest } from '../contract/completion.js';
import { supportOf } from '../capability/support.js';
import { LmError } from '../errors/lm-error.js';
import { withoutHttpSlot } from '../http/http-slot.js';
import { defineProvider, METHODS } from '../provider/define-provider.js';
import type { Provider, ProviderCall, WithModel } from '../provider/provider.js';
import type { ProviderContext } from '../provider/provider-factory.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { deriveMethods } from './derive-methods.js';
import { echoEmbeddings, echoReply } from './echo.js';
import { routeForModels, type DefaultFakeRoute } from './fake-matrix.js';
import { FakeModelStore, type FakeModel } from './fake-model-store.js';
import { takeInOrder, type FakeChatRequest, type FakeReply, type FakeReplyFunction } from './fake-reply.js';
import { asChat, replyMethods } from './reply-methods.js';
import { countPromptWords } from './write-reply.js';
import { checkKeys, isArray, isObject, isString, type Checks } from '../validate/check.js';
import { checkModelFeatures } from '../validate/check-model-overrides.js';

/** The routes of a fake provider, in its order of preference. */
export type FakeRoutes = { readonly [route: string]: RouteCapabilities };

/** Options of `fakeProvider`. */
export interface FakeProviderOptions<Id extends string = string, Routes extends FakeRoutes = FakeRoutes> {
  /** Default `fake`. */
  readonly id?: Id | undefined;
  /**
   * The routes with their capabilities, based on `ABLE_ROUTE`. Default: one route `fake` that supports everything. What `features` of the models
   * mention then depends on the model.
   */
  readonly routes?: Routes | undefined;
  /**
   * The replies to chats and completions, in the order of their requests, streamed or not. A stream sends its request when it is first read. A
   * request after the last reply fails. A function replies to all requests. Default: the last user message.
   */
  readonly replies?: readonly FakeReply[] | FakeReplyFunction | undefined;
  /** Returns the vector of a text. Default: a vector of length 1 that depends only on the text. */
  readonly embedText?: ((text: string) => readonly number[]) | undefined;
  /**
   * Methods that replace those of the fake. If only one of `chat` and `chatStream` is replaced, the other gives the same response. So do
   * `complete` and `completeStream`.
   */
  readonly methods?: Provider | undefined;
  /** The models of the fake server. Default: `fake-model` and `fake-embedding`, not loaded. */
  readonly models?: readonly FakeModel[] | undefined;
  /** The keys that are allowed in `config.options`. Default: none. */
  readonly optionKeys?: readonly string[] | undefined;
}

/** A call that a fake provider received. */
export interface FakeCall {
  readonly method: Exclude<keyof Provider, 'close' | 'canonicalModelName' | 'reuseInstance' | 'contextLengthApplies'>;
  /** The request, or the id of a model, an instance or a job. `undefined` for `listModels`. `countTokens` has the request that is counted. */
  readonly request: unknown;
  readonly call: ProviderCall;
}

/** A plugin for tests that records the calls of its providers. */
export interface FakeProviderPlugin<Id extends string, Routes extends FakeRoutes> extends ProviderPlugin<
  Id,
  { readonly provider: Id; readonly routes: Routes }
> {
  readonly capabilities: { readonly provider: Id; readonly routes: Routes };
  /** Every call, in order, of all clients created with this plugin. */
  readonly calls: readonly FakeCall[];
  /**
   * The requests of all chats and completions, streamed or not, in order. Each is a copy, so a change of `messages` after the call does not
   * change it. A completion has a user message with its prompt.
   */
  readonly recordedRequests: readonly FakeChatRequest[];
  /** The context of each provider, in order of creation. */
  readonly contexts: readonly ProviderContext[];
  /** The number of its providers that were closed. */
  readonly closed: number;
}

const MODELS: readonly FakeModel[] = [{ id: 'fake-model' }, { id: 'fake-embedding', type: 'embedding' }];

const OPTIONS: Checks = {
  id: isString,
  routes: isObject,
  replies: (value) => (Array.isArray(value) || typeof value === 'function' ? undefined : 'an array or a function'),
  embedText: (value) => (typeof value === 'function' ? undefined : 'a function'),
  methods: isObject,
  models: isArray,
  optionKeys: isArray,
};

const OPTION_HINTS = { reply: 'Use "replies", which is an array or a function.' };

type RecordedMethod = FakeCall['method'];

/** Creates the methods of the fake. Chats and completions have the replies, and models are kept in memory. */
function fakeMethods(
  embedText: FakeProviderOptions['embedText'],
  store: FakeModelStore,
  take: (method: string) => FakeReply,
  { generateId }: ProviderContext,
): Required<Pick<Provider, RecordedMethod>> {
  return {
    ...replyMethods(take, generateId),
    embed: async (request, call) => echoEmbeddings(request, call, embedText),
    listModels: async () => store.list(),
    isModelRunning: async (model) => store.isRunning(model),
    loadModel: async (request, { onProgress }) => {
      const loaded = store.load(request);
      for (const fraction of [0, 0.5, 1]) onProgress?.({ fraction });
      return loaded;
    },
    unloadModel: async (instanceId) => store.unload(instanceId),
    downloadModel: async (request) => store.download(request),
    downloadStatus: async (jobId) => store.downloadStatus(jobId),
    describeModel: async (model) => store.describe(model),
    deleteModel: async (model) => store.delete(model),
    // An image has no words, but no prompt is empty.
    countTokens: async (request) => Math.max(1, countPromptWords(request)),
  };
}

/** Returns the replacement of a method if there is one, otherwise the method that is derived from one, or else the method of the fake. */
function chooseMethods(fake: Provider, methods: Provider, generateId: () => string): Provider {
  const derived: Provider = deriveMethods(methods, generateId);
  const chosen: Record<string, unknown> = {};
  for (const method of Object.values(METHODS) as RecordedMethod[]) {
    // With `in`, methods of a class count too.
    chosen[method] = method in methods ? methods[method]?.bind(methods) : (derived[method] ?? fake[method]);
  }
  return chosen;
}

const copyItem = (item: unknown): unknown =>
  Object.prototype.toString.call(item) === '[object Object]' ? { ...(item as object) } : item;

/** Copies a request and the items of its arrays, since applications add messages to the same array for their next request. */
function copyRequest<Request>(request: Request): Request {
  if (typeof request !== 'object' || request === null) return request;
  return Object.fromEntries(
    Object.entries(request).map(([key, value]) => [key, Array.isArray(value) ? value.map(copyItem) : value]),
  ) as Request;
}

type AnyMethod = (first: unknown, second?: unknown) => unknown;

/** Returns the methods of the supported capabilities. Each of them records its calls. */
function recording(provider: Provider, routes: FakeRoutes, record: (call: FakeCall) => void): Provider {
  const recorded: Record<string, AnyMethod> = {};
  for (const [capability, method] of Object.entries(METHODS) as [Operation, RecordedMethod][]) {
    const run = provider[method] as AnyMethod | undefined;
    const denied = Object.values(routes).every((route) => supportOf(route[capability]) === 'no');
    if (run === undefined || denied) continue;
    recorded[method] = (first, second) => {
      const [request, given] = method === 'listModels' ? [undefined, first] : [first, second];
      const call = given as ProviderCall;
      const options = withoutHttpSlot(call.options);
      record({ method, request: copyRequest(request), call: { ...call, options } });
      return run(first, second);
    };
  }
  return recorded;
}

/** Returns the function that chooses the reply to each call. */
function replyTaker({ replies = echoReply, methods }: FakeProviderOptions): (method: string) => FakeReply {
  if (replies !== echoReply && (methods?.chat !== undefined || methods?.chatStream !== undefined)) {
    throw new LmError(
      'config_invalid',
      'fakeProvider(): "replies" cannot be combined with "methods.chat" or "methods.chatStream", because both determine the responses of chats. Use one of them.',
    );
  }
  return typeof replies === 'function' ? () => replies : takeInOrder(replies);
}

/**
 * Creates a plugin for tests of applications. Its provider needs no server: it gives the scripted replies or
 * echoes requests, supports every capability, is deterministic, responds without delays and records its calls.
 *
 * Example: `createClient({ plugins: [fakeProvider()], config: { provider: 'fake', model: 'fake-model' } })`.
 *
 * @throws `config_invalid` for an unknown or wrong option.
 */
export function fakeProvider<
  const Id extends string = 'fake',
  const Routes extends FakeRoutes = { readonly fake: DefaultFakeRoute },
>(options: FakeProviderOptions<Id, Routes> = {}): FakeProviderPlugin<Id, Routes> {
  checkKeys(options, OPTIONS, 'fakeProvider()', 'config_invalid', OPTION_HINTS);
  // The casts are safe: without the options, the type parameters have their defaults, which the compiler cannot see here.
  const id = (options.id ?? 'fake') as Id;
  const models = options.models ?? MODELS;
  for (const { features = {} } of models) checkModelFeatures(features, 'fakeProvider().models[].features');
  const routes = (options.routes ?? { fake: routeForModels(models) }) as Routes;
  const calls: FakeCall[] = [];
  const recordedRequests: FakeChatRequest[] = [];
  const record = (call: FakeCall): void => {
    calls.push(call);
    const request = call.request as FakeChatRequest & WithModel<CompletionRequest>;
    if (call.method === 'chat' || call.method === 'chatStream') recordedRequests.push(request);
    else if (call.method === 'complete' || call.method === 'completeStream') recordedRequests.push(asChat(request));
  };
  const contexts: ProviderContext[] = [];
  const store = new FakeModelStore(models);
  const take = replyTaker(options);
  let closed = 0;
  const plugin = defineProvider<Id, { readonly provider: Id; readonly routes: Routes }>({
    id,
    capabilities: { provider: id, routes },
    optionKeys: options.optionKeys,
    create(context) {
      contexts.push(context);
      const methods = options.methods ?? {};
      const fake = fakeMethods(options.embedText, store, take, context);
      return {
        ...recording(chooseMethods(fake, methods, context.generateId), routes, record),
        ...(methods.canonicalModelName && { canonicalModelName: methods.canonicalModelName.bind(methods) }),
        ...(methods.reuseInstance && { reuseInstance: methods.reuseInstance.bind(methods) }),
        ...(methods.contextLengthApplies && { contextLengthApplies: methods.contextLengthApplies.bind(methods) }),
        async close() {
          closed += 1;
          await methods.close?.();
        },
      };
    },
  });
  return {
    ...plugin,
    calls,
    recordedRequests,
    contexts,
    get closed() {
      return closed;
    },
  };
}
