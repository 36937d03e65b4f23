import type { Capability, RouteCapabilities } from '../contract/capability.js';
import type { CompletionResponse } from '../contract/completion.js';
import { supportOf } from '../capability/support.js';
import { defineProvider, METHODS } from '../provider/define-provider.js';
import type { Provider, ProviderCall } from '../provider/provider.js';
import type { ProviderContext } from '../provider/provider-factory.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { echoChat, echoCompletion, echoEmbeddings, finished } from './echo.js';
import { ABLE_ROUTE, type AbleRoute } from './fake-matrix.js';
import { FakeShelf, type FakeModel } from './fake-shelf.js';

/** The routes of a fake provider, in its order of preference. */
export type FakeRoutes = { readonly [route: string]: RouteCapabilities };

/** How a fake provider differs from an echo that can do everything. */
export interface FakeProviderOptions<Id extends string = string, Routes extends FakeRoutes = FakeRoutes> {
  /** Default `fake`. */
  readonly id?: Id | undefined;
  /** What it can do: see `ABLE_ROUTE`. Default: one route `fake` that can do everything. */
  readonly routes?: Routes | undefined;
  /** Methods in place of the echo's. */
  readonly methods?: Provider | undefined;
  /** Models that its server has. Default: `fake-model` and `fake-embedding`, neither loaded. */
  readonly models?: readonly FakeModel[] | undefined;
  /** Keys that `config.options` may have. Default: none. */
  readonly optionKeys?: readonly string[] | undefined;
}

/** A call that a fake provider was given. */
export interface FakeCall {
  readonly method: Exclude<keyof Provider, 'close' | 'canonicalModelName'>;
  /** What was asked for: a request, or the id of a model, an instance or a job; `undefined` for a list. */
  readonly request: unknown;
  readonly call: ProviderCall;
}

/** A plugin for tests, with what its providers were asked for. */
export interface FakeProviderPlugin<Id extends string, Routes extends FakeRoutes> extends ProviderPlugin<
  Id,
  { readonly provider: Id; readonly routes: Routes }
> {
  readonly capabilities: { readonly provider: Id; readonly routes: Routes };
  /** Every call, in order, over all clients made with this plugin. */
  readonly calls: readonly FakeCall[];
  /** What each provider was made from, in order. */
  readonly contexts: readonly ProviderContext[];
  /** How many of its providers were closed. */
  readonly closed: number;
}

const MODELS: readonly FakeModel[] = [{ id: 'fake-model' }, { id: 'fake-embedding', type: 'embedding' }];

/** What an echo does for each method: chats repeat the last user message, completions the prompt; models are kept in memory. */
function echo(shelf: FakeShelf, { generateId }: ProviderContext): Required<Pick<Provider, FakeCall['method']>> {
  return {
    chat: (request, call) => finished(echoChat(request, call, generateId)),
    chatStream: (request, call) => echoChat(request, call, generateId),
    complete: (request, call) => finished<CompletionResponse>(echoCompletion(request, call)),
    completeStream: (request, call) => echoCompletion(request, call),
    embed: async ({ input, model, dimensions }, call) =>
      echoEmbeddings(typeof input === 'string' ? [input] : input, model, dimensions, call),
    listModels: async () => shelf.list(),
    isModelRunning: async (model) => shelf.isRunning(model),
    loadModel: async (request) => shelf.load(request),
    unloadModel: async (instanceId) => shelf.unload(instanceId),
    downloadModel: async (request) => shelf.download(request),
    downloadStatus: async (jobId) => shelf.downloadStatus(jobId),
  };
}

type AnyMethod = (first: unknown, second?: unknown) => unknown;

/** The methods of the routes' capabilities, each noting its calls. */
function recording(provider: Provider, routes: FakeRoutes, calls: FakeCall[]): Provider {
  const recorded: Record<string, AnyMethod> = {};
  for (const [capability, method] of Object.entries(METHODS) as [Capability, FakeCall['method']][]) {
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
 * A provider without a server, for tests of applications: an echo with every capability, deterministic and without delays,
 * that remembers what it was asked for. `createClient({ plugins: [fakeProvider()], config: { provider: 'fake', model: 'fake-model' } })`.
 */
export function fakeProvider<
  const Id extends string = 'fake',
  const Routes extends FakeRoutes = { readonly fake: AbleRoute },
>(options: FakeProviderOptions<Id, Routes> = {}): FakeProviderPlugin<Id, Routes> {
  // Both casts: without the option the type parameters are their defaults, which the compiler cannot see here.
  const id = (options.id ?? 'fake') as Id;
  const routes = (options.routes ?? { fake: ABLE_ROUTE }) as Routes;
  const calls: FakeCall[] = [];
  const contexts: ProviderContext[] = [];
  const shelf = new FakeShelf(options.models ?? MODELS);
  let closed = 0;
  const plugin = defineProvider<Id, { readonly provider: Id; readonly routes: Routes }>({
    id,
    capabilities: { provider: id, routes },
    optionKeys: options.optionKeys,
    create(context) {
      contexts.push(context);
      const provider: Provider = { ...echo(shelf, context), ...options.methods };
      const canonicalName = provider.canonicalModelName?.bind(provider);
      return {
        ...recording(provider, routes, calls),
        ...(canonicalName && { canonicalModelName: canonicalName }),
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
