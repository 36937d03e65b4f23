import type { CallOptions } from './call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature, SupportCell } from './capability.js';
import type { ChatRequest, ChatResponse } from './chat.js';
import type { CompletionRequest, CompletionResponse } from './completion.js';
import type { DownloadJob, DownloadRequest } from './download.js';
import type { EmbeddingRequest, EmbeddingResponse } from './embedding.js';
import type { LoadedModel, LoadProgress, LoadRequest, ModelInfo } from './model.js';
import type { Plan } from './plan.js';
import type { ChatStream, CompletionStream } from './streams.js';

/** Whether a cell says no. */
type Denies<Cell> = Cell extends 'no' ? true : Cell extends { readonly support: 'no' } ? true : false;

/** `true` where every route of the matrix denies the capability; `false` where one may have it or it is not known. */
type DeniedEverywhere<M extends CapabilityMatrix, C extends Capability> = false extends {
  [Route in keyof M['routes']]: C extends keyof M['routes'][Route]
    ? [M['routes'][Route][C]] extends [infer Cell extends SupportCell]
      ? Denies<Cell>
      : false
    : false;
}[keyof M['routes']]
  ? false
  : true;

/**
 * What the first argument of a method would have to be that the provider cannot serve on any of its routes. Nobody has one, so
 * that the call does not compile.
 */
export interface ThisProviderCannot<What extends string> {
  readonly 'this provider cannot do it on any route': What;
}

/**
 * A function declared as a method, whose parameters are compared both ways: a client of a known provider can be passed where any
 * client is taken.
 */
interface AsMethod<Args extends readonly unknown[], Result> {
  call(...args: Args): Result;
}

/** The method; or one that takes what nobody has, where every route denies it. */
type Method<
  M extends CapabilityMatrix,
  C extends Capability,
  Signature extends (first: never, options?: never) => unknown,
> = AsMethod<
  DeniedEverywhere<M, C> extends true
    ? [cannot: ThisProviderCannot<C> & NonNullable<Parameters<Signature>[0]>, options?: CallOptions]
    : Parameters<Signature>,
  ReturnType<Signature>
>['call'];

/** Settings of `watchDownload`. */
export interface WatchDownloadOptions extends CallOptions {
  /** Milliseconds between two questions to the server. Default 1000. */
  readonly intervalMs?: number | undefined;
}

/** Settings of `load` and `ensureLoaded`. */
export interface LoadOptions extends CallOptions {
  /**
   * Called as the load goes on, where the server tells how far it is; a model that runs already has no progress. What it throws
   * becomes an uncaught exception and does not end the load.
   */
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
}

/** Listing, loading and downloading models. */
export interface LmModels<M extends CapabilityMatrix = CapabilityMatrix> {
  /** The models that the server has. */
  readonly list: Method<M, 'models.list', (options?: CallOptions) => Promise<ModelInfo[]>>;
  /** Whether a model, or an instance of that id, is loaded. */
  readonly isRunning: Method<M, 'models.running', (model: string, options?: CallOptions) => Promise<boolean>>;
  /** Rejects with `model_not_found` unless the model is loaded. */
  readonly assertRunning: Method<M, 'models.running', (model: string, options?: CallOptions) => Promise<void>>;
  /** Loads a model. Not idempotent: LM Studio makes a second instance (`key:2`) of a loaded one. Never retried. */
  readonly load: Method<M, 'models.load', (request: LoadRequest, options?: LoadOptions) => Promise<LoadedModel>>;
  /** The instance that runs already, else one load, however many ask at once. */
  readonly ensureLoaded: Method<
    M,
    'models.load',
    (request: LoadRequest, options?: LoadOptions) => Promise<LoadedModel>
  >;
  /** Unloads one instance. */
  readonly unload: Method<
    M,
    'models.unload',
    (instanceId: string, options?: CallOptions) => Promise<{ instanceId: string }>
  >;
  /** Unloads every instance of a model; gives their ids. */
  readonly unloadAll: Method<
    M,
    'models.unload',
    (model: string, options?: CallOptions) => Promise<{ instanceIds: string[] }>
  >;
  /** Begins to download a model. Never retried. */
  readonly download: Method<
    M,
    'models.download',
    (request: DownloadRequest, options?: CallOptions) => Promise<DownloadJob>
  >;
  /** How a download stands. */
  readonly downloadStatus: Method<
    M,
    'models.downloadStatus',
    (jobId: string, options?: CallOptions) => Promise<DownloadJob>
  >;
  /**
   * The job each time it was asked for, until it ends: the last one is done. Rejects with `download_failed` when it failed;
   * a paused download is reported and waited for.
   */
  readonly watchDownload: Method<
    M,
    'models.downloadStatus',
    (job: DownloadJob | string, options?: WatchDownloadOptions) => AsyncIterableIterator<DownloadJob>
  >;
}

/**
 * One server of language models. `M` is the matrix of its provider where the compiler knows it: then a method that the
 * matrix denies on every route does not compile.
 *
 * Every call rejects with an `LmError` and with nothing else; input is checked before anything is sent.
 */
export interface LmClient<M extends CapabilityMatrix = CapabilityMatrix> extends AsyncDisposable {
  /** Id of the provider. */
  readonly provider: string;
  /** What the provider can do, per route. */
  readonly capabilities: M;
  /** Listing, loading and downloading models. */
  readonly models: LmModels<M>;
  /** Continues a conversation and gives the whole reply. */
  readonly chat: Method<M, 'chat', (request: ChatRequest, options?: CallOptions) => Promise<ChatResponse>>;
  /** Continues a conversation and gives the reply as it comes. Sends nothing before the first pull. */
  readonly chatStream: Method<M, 'chat.stream', (request: ChatRequest, options?: CallOptions) => ChatStream>;
  /** Continues a text and gives the whole result. */
  readonly complete: Method<
    M,
    'completion',
    (request: CompletionRequest, options?: CallOptions) => Promise<CompletionResponse>
  >;
  /** Continues a text and gives the result as it comes. Sends nothing before the first pull. */
  readonly completeStream: Method<
    M,
    'completion.stream',
    (request: CompletionRequest, options?: CallOptions) => CompletionStream
  >;
  /** Turns texts into vectors. */
  readonly embed: Method<
    M,
    'embedding',
    (request: EmbeddingRequest, options?: CallOptions) => Promise<EmbeddingResponse>
  >;
  /** Whether some route of the provider is known to have it. `false` also where it depends on the server. */
  supports(capability: Capability | ChatFeature): boolean;
  /** How a chat would be served, without sending: route, warnings, what would be refused and who could do it. */
  explain(request: ChatRequest, options?: CallOptions): Plan;
  /**
   * Ends all calls that run (they reject with `closed`) and closes the connections; frees all even where some of it fails, and
   * rejects with an `AggregateError` when several things failed. May be called again: then it waits for the first call.
   */
  close(): Promise<void>;
}
