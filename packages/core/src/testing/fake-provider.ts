import type { Operation, RouteCapabilities } from '../contract/capability.js';
import type { CompletionResponse } from '../contract/completion.js';
import { supportOf } from '../capability/support.js';
import { defineProvider, METHODS } from '../provider/define-provider.js';
import type { Provider, ProviderCall } from '../provider/provider.js';
import type { ProviderContext } from '../provider/provider-factory.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { echoChat, echoCompletion, echoEmbeddings, finishedResponse } from './echo.js';
import { ABLE_ROUTE, type AbleRoute } from './fake-matrix.js';
import { FakeModelStore, type FakeModel } from './fake-model-store.js';

/** The routes of a fake provider, in its order of preference. */
export type FakeRoutes = { readonly [route: string]: RouteCapabilities };

/** Options of `fakeProvider`. */
export interface FakeProviderOptions<Id extends string = string, Routes extends FakeRoutes = FakeRoutes> {
  /** Default `fake`. */
  readonly id?: Id | undefined;
  /** The routes with their capabilities, based on `ABLE_ROUTE`. Default: one route `fake` that supports everything. */
  readonly routes?: Routes | undefined;
  /** Methods that replace the methods of the echo. */
  readonly methods?: Provider | undefined;
  /** The models of the fake server. Default: `fake-model` and `fake-embedding`, not loaded. */
  readonly models?: readonly FakeModel[] | undefined;
  /** The keys that are allowed in `config.options`. Default: none. */
  readonly optionKeys?: readonly string[] | undefined;
}

/** A call that a fake provider received. */
export interface FakeCall {
  readonly method: Exclude<keyof Provider, 'close' | 'canonicalModelName'>;
  /** The request, or the id of a model, an instance or a job. `undefined` for `listModels`. */
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
  /** The context of each provider, in order of creation. */
  readonly contexts: readonly ProviderContext[];
  /** The number of its providers that were closed. */
  readonly closed: number;
}

const MODELS: readonly FakeModel[] = [{ id: 'fake-model' }, { id: 'fake-embedding', type: 'embedding' }];

/**
 * Creates the methods of an echo. Chats return the last user message, completions return the prompt, and models are
 * kept in memory.
 */
function echo(store: FakeModelStore, { generateId }: ProviderContext): Required<Pick<Provider, FakeCall['method']>> {
  return {
    chat: (request, call) => finishedResponse(echoChat(request, call, generateId)),
    chatStream: (request, call) => echoChat(request, call, generateId),
    complete: (request, call) => finishedResponse<CompletionResponse>(echoCompletion(request, call)),
    completeStream: (request, call) => echoCompletion(request, call),
    embed: async ({ input, model, dimensions }, call) =>
      echoEmbeddings(typeof input === 'string' ? [input] : input, model, dimensions, call),
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
  };
}

type AnyMethod = (first: unknown, second?: unknown) => unknown;

/** Returns the methods of the supported capabilities. Each of them records its calls. */
function recording(provider: Provider, routes: FakeRoutes, calls: FakeCall[]): Provider {
  const recorded: Record<string, AnyMethod> = {};
  for (const [capability, method] of Object.entries(METHODS) as [Operation, FakeCall['method']][]) {
    const run = provider[method] as AnyMethod | undefined;
    const denied = Object.values(routes).every((route) => supportOf(route[capability]) === 'no');
    if (run === undefined || denied) continue;
    recorded[method] = (first, second) => {
      const [request, call] = method === 'listModels' ? [undefined, first] : [first, second];
      calls.push({ method, request, call: call as ProviderCall });
      return run.call(provider, first, second);
    };
  }
  return recorded;
}

/**
 * Creates a plugin for tests of applications. Its provider needs no server: it echoes requests, supports every
 * capability, is deterministic, responds without delays and records its calls.
 *
 * Example: `createClient({ plugins: [fakeProvider()], config: { provider: 'fake', model: 'fake-model' } })`.
 */
export function fakeProvider<
  const Id extends string = 'fake',
  const Routes extends FakeRoutes = { readonly fake: AbleRoute },
>(options: FakeProviderOptions<Id, Routes> = {}): FakeProviderPlugin<Id, Routes> {
  // The casts are safe: without the options, the type parameters have their defaults, which the compiler cannot see here.
  const id = (options.id ?? 'fake') as Id;
  const routes = (options.routes ?? { fake: ABLE_ROUTE }) as Routes;
  const calls: FakeCall[] = [];
  const contexts: ProviderContext[] = [];
  const store = new FakeModelStore(options.models ?? MODELS);
  let closed = 0;
  const plugin = defineProvider<Id, { readonly provider: Id; readonly routes: Routes }>({
    id,
    capabilities: { provider: id, routes },
    optionKeys: options.optionKeys,
    create(context) {
      contexts.push(context);
      const provider: Provider = { ...echo(store, context), ...options.methods };
      const canonicalModelName = provider.canonicalModelName?.bind(provider);
      return {
        ...recording(provider, routes, calls),
        ...(canonicalModelName && { canonicalModelName }),
        async close() {
          closed += 1;
          await options.methods?.close?.();
        },
      };
    },
  });
  return {
    ...plugin,
    calls,
    contexts,
    get closed() {
      return closed;
    },
  };
}
