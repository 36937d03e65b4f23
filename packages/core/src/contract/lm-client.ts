import type { CallOptions } from './call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature, SupportCell } from './capability.js';
import type { ChatInput, ChatResponse } from './chat.js';
import type { CompletionRequest, CompletionResponse } from './completion.js';
import type { DownloadJob, DownloadRequest } from './download.js';
import type { EmbeddingRequest, EmbeddingResponse } from './embedding.js';
import type { ModelDescription } from './model-description.js';
import type { LoadedModel, LoadProgress, LoadRequest, ModelInfo } from './model.js';
import type { Plan } from './plan.js';
import type { ChatStream, CompletionStream } from './streams.js';

/** True if the cell denies support. */
type Denies<Cell> = Cell extends 'no' ? true : Cell extends { readonly support: 'no' } ? true : false;

/** True if every route of the matrix denies the capability. False if a route may support it or the compiler does not know the matrix. */
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
 * The type of the first argument of a method that no route of the provider supports. No value has this type, so that the call does not
 * compile.
 */
export interface ThisProviderCannot<What extends string> {
  readonly 'this provider cannot do it on any route': What;
}

/**
 * A function declared as a method. TypeScript compares the parameters of methods bivariantly, so that a client of a known provider can be
 * passed as an `LmClient`.
 */
interface AsMethod<Args extends readonly unknown[], Result> {
  call(...args: Args): Result;
}

/** The method of a client, or one that cannot be called if every route denies its capability. */
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

/** Options of `watchDownload`. */
export interface WatchDownloadOptions extends CallOptions {
  /** Polling interval in ms. Default 1,000. */
  readonly intervalMs?: number | undefined;
}

/** Options of `load` and `ensureLoaded`. */
export interface LoadOptions extends CallOptions {
  /**
   * Called with the progress of the load, if the server reports it. If the matrix denies `models.loadProgress`, the loaded model has the
   * warning `feature_dropped` instead. Not called for a model that is already loaded. An exception of the callback does not end the load. It is
   * reported once as a process warning with the code `LMUX_CALLBACK_ERROR`.
   */
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
}

/** Options of `ensureLoaded`. */
export interface EnsureLoadedOptions extends LoadOptions {
  /**
   * Action if the model runs with a context length other than the requested one. `warn` returns the running instance with the warning
   * `context_length_mismatch`. `reload` unloads it and loads the model, which affects everybody who uses the instance. Default `warn`.
   */
  readonly onMismatch?: 'warn' | 'reload' | undefined;
}

/** Options of `describe`. */
export interface DescribeOptions extends CallOptions {
  /** Set to true to ask the server even if the description is known, and to forget what was learned from errors. Default false. */
  readonly refresh?: boolean | undefined;
}

/**
 * Lists, loads, unloads and downloads models. Every failure is an `LmError`: `capability_unsupported` if no route supports the operation,
 * `empty_model` if a request has no model and the client no default, or if a name is empty, and others that the methods mention.
 */
export interface LmModels<M extends CapabilityMatrix = CapabilityMatrix> {
  /** Returns the models that the server has. */
  readonly list: Method<M, 'models.list', (options?: CallOptions) => Promise<ModelInfo[]>>;
  /** Returns true if the model, or an instance with that id, is loaded or, on llama-server, sleeping. */
  readonly isRunning: Method<M, 'models.running', (model: string, options?: CallOptions) => Promise<boolean>>;
  /** Rejects with `model_not_found` unless the model is loaded. */
  readonly assertRunning: Method<M, 'models.running', (model: string, options?: CallOptions) => Promise<void>>;
  /**
   * Loads a model. Never retried, since it is not idempotent: LM Studio loads a second instance (`key:2`) of a loaded model. Rejects with
   * `model_not_found` or `model_load_failed`.
   */
  readonly load: Method<M, 'models.load', (request: LoadRequest, options?: LoadOptions) => Promise<LoadedModel>>;
  /**
   * Returns the loaded instance of a model, or loads the model. An instance with the requested context length takes precedence. If there is
   * none, `onMismatch` decides. Other settings are not compared. Concurrent calls for the same model share one load. Aborting detaches only
   * that caller. The shared load is canceled when the last caller detaches.
   */
  readonly ensureLoaded: Method<
    M,
    'models.load',
    (request: LoadRequest, options?: EnsureLoadedOptions) => Promise<LoadedModel>
  >;
  /** Unloads an instance and returns its id. Rejects with `empty_instance_id` if the id is empty. */
  readonly unload: Method<
    M,
    'models.unload',
    (instanceId: string, options?: CallOptions) => Promise<{ instanceId: string }>
  >;
  /**
   * Unloads every instance of a model and returns their ids. Empty if the model is not loaded. Rejects with `model_not_found` if the server
   * does not have the model.
   */
  readonly unloadAll: Method<
    M,
    'models.unload',
    (model: string, options?: CallOptions) => Promise<{ instanceIds: string[] }>
  >;
  /** Starts to download a model and returns the job. Never retried. */
  readonly download: Method<
    M,
    'models.download',
    (request: DownloadRequest, options?: CallOptions) => Promise<DownloadJob>
  >;
  /** Returns the current state of a download. Rejects with `job_not_found` if there is none with that id, `empty_job_id` if it is empty. */
  readonly downloadStatus: Method<
    M,
    'models.downloadStatus',
    (jobId: string, options?: CallOptions) => Promise<DownloadJob>
  >;
  /**
   * Polls a download and yields its state until it is complete. Rejects with `download_failed` if the download fails. A paused download is
   * polled until it continues.
   */
  readonly watchDownload: Method<
    M,
    'models.downloadStatus',
    (job: DownloadJob | string, options?: WatchDownloadOptions) => AsyncIterableIterator<DownloadJob>
  >;
  /**
   * Returns what a model supports, as the overrides of the configuration, the errors of the server and the server itself tell. What is not
   * known is absent. It never loads the model. Later requests use the description. Default: the client's model. Rejects with
   * `model_not_found` if the server does not have the model.
   */
  readonly describe: Method<
    M,
    'models.describe',
    (model?: string, options?: DescribeOptions) => Promise<ModelDescription>
  >;
  /** Deletes the files of a model from the server and returns its id. Never retried. Rejects with `model_not_found` if the server does not have it. */
  readonly delete: Method<M, 'models.delete', (model: string, options?: CallOptions) => Promise<{ model: string }>>;
}

/**
 * A client of one language-model server. `M` is the capability matrix of its provider, if the compiler knows it. Calling a method that the
 * matrix denies on every route is then a compile error.
 *
 * Every failure is an `LmError` with a stable `code`. Requests are checked before anything is sent: `invalid_request` for an invalid field,
 * `empty_model` without a model, `capability_unsupported` if no route supports the request, `closed` if the client is closed.
 */
export interface LmClient<M extends CapabilityMatrix = CapabilityMatrix> extends AsyncDisposable {
  /** Id of the provider. */
  readonly provider: string;
  /** The capability matrix of the provider. */
  readonly capabilities: M;
  /** Lists, loads, unloads and downloads models. */
  readonly models: LmModels<M>;
  /**
   * Continues a conversation and returns the complete response. A string is one message of the user. Rejects with `empty_prompt` if no
   * message has content.
   */
  readonly chat: Method<M, 'chat', (request: ChatInput, options?: CallOptions) => Promise<ChatResponse>>;
  /**
   * Continues a conversation and returns the response as a stream. A string is one message of the user. The request is sent when the stream
   * is first read.
   */
  readonly chatStream: Method<M, 'chat.stream', (request: ChatInput, options?: CallOptions) => ChatStream>;
  /** Continues a text and returns the complete response. Rejects with `empty_prompt` if the prompt is empty. */
  readonly complete: Method<
    M,
    'completion',
    (request: CompletionRequest, options?: CallOptions) => Promise<CompletionResponse>
  >;
  /** Continues a text and returns the response as a stream. The request is sent when the stream is first read. */
  readonly completeStream: Method<
    M,
    'completion.stream',
    (request: CompletionRequest, options?: CallOptions) => CompletionStream
  >;
  /**
   * Converts texts to vectors (embeddings). An input that exceeds the limits of the server is sent in several requests, of which a failed one
   * cancels the others. Rejects with `empty_text` if there is no text or one is empty.
   */
  readonly embed: Method<
    M,
    'embedding',
    (request: EmbeddingRequest, options?: CallOptions) => Promise<EmbeddingResponse>
  >;
  /**
   * Returns true if at least one route supports the capability or feature, according to the capability matrix. Returns false if none does or
   * if it is not known, as with `unknown`. It does not know the model, which may lack the feature. `models.describe()` returns what a model
   * supports, and `explain()` uses what is known about it.
   */
  supports(capability: Capability | ChatFeature): boolean;
  /** Returns the plan for a chat without sending it: the route and the warnings, or the reasons for a refusal. Throws on an invalid request. */
  explain(request: ChatInput, options?: CallOptions): Plan;
  /**
   * Ends the running calls, which reject with `closed`, and closes the connections. Closes everything even if a part of it fails, then
   * rejects with that error, or with an `AggregateError` of several. Further calls wait for the first one.
   */
  close(): Promise<void>;
}
