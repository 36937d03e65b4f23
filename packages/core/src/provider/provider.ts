import type { CallOptions } from '../contract/call-options.js';
import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import type { CompletionRequest, CompletionResponse } from '../contract/completion.js';
import type { DownloadJob, DownloadRequest } from '../contract/download.js';
import type { DescribedModel } from '../contract/model-description.js';
import type { EmbeddingRequest, EmbeddingResponse } from '../contract/embedding.js';
import type { LoadProgress, LoadRequest, ModelInfo, ModelType } from '../contract/model.js';
import type { JsonObject } from '../contract/json.js';
import type { CompletionStreamEvent, StreamEvent } from '../contract/stream-event.js';
import type { Warning } from '../contract/warning.js';
import type { PushSource } from '../stream/push-source.js';

/** A request with a model. The client has applied its default. */
export type WithModel<Request> = Request & { readonly model: string };

/** The context of one call: its plan and the options of the caller. */
export interface ProviderCall {
  /** Name of the route that the planner chose from the provider's matrix. */
  readonly route: string;
  /** Warnings of the planner. The provider adds them to the response. */
  readonly warnings: readonly Warning[];
  /** Options of the caller. The provider passes them to the wire client. */
  readonly options: CallOptions;
  /** True if a stream whose connection closes early must be resumed. False if the route does not support that. */
  readonly resume: boolean;
}

/** The context of one load. */
export interface ProviderLoadCall extends ProviderCall {
  /** Receives the progress of the load, if the server reports it. Never throws. */
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
}

/** The context of one description. */
export interface ProviderDescribeCall extends ProviderCall {
  /**
   * True for a lookup before a request of the application. The provider then sends as few requests as possible, usually one, and returns what
   * that tells. False for a complete description: for `models.describe()`, and for the context length that counting and trimming need.
   */
  readonly isLookup: boolean;
}

/** The context of one count of tokens. */
export interface ProviderCountCall extends ProviderCall {
  /** True if the server may load the model in order to count. */
  readonly load: boolean;
}

/** A loaded model, as a provider reports it. The client adds disposal. */
export interface LoadedInstance {
  readonly instanceId: string;
  readonly type: ModelType;
  readonly loadSeconds: number;
  /** Context length in tokens that one request has. */
  readonly contextLength?: number | undefined;
  readonly config?: JsonObject | undefined;
  readonly warnings?: readonly Warning[] | undefined;
}

/** A stream of a provider: a push source, or an async iterable, which is simpler but slower. */
export type EventSourceLike<Event> = PushSource<Event> | AsyncIterable<Event>;

/**
 * Communicates with one kind of server. It has a method for each capability that its matrix does not deny on every route, and no others.
 * The client validates and plans requests and applies the default model. A provider must not modify a request, and throws `LmError`s.
 */
export interface Provider {
  chat?(request: WithModel<ChatRequest>, call: ProviderCall): Promise<ChatResponse>;
  chatStream?(request: WithModel<ChatRequest>, call: ProviderCall): EventSourceLike<StreamEvent>;
  complete?(request: WithModel<CompletionRequest>, call: ProviderCall): Promise<CompletionResponse>;
  completeStream?(request: WithModel<CompletionRequest>, call: ProviderCall): EventSourceLike<CompletionStreamEvent>;
  embed?(request: WithModel<EmbeddingRequest>, call: ProviderCall): Promise<EmbeddingResponse>;
  listModels?(call: ProviderCall): Promise<ModelInfo[]>;
  isModelRunning?(model: string, call: ProviderCall): Promise<boolean>;
  loadModel?(request: WithModel<LoadRequest>, call: ProviderLoadCall): Promise<LoadedInstance>;
  unloadModel?(instanceId: string, call: ProviderCall): Promise<{ instanceId: string }>;
  downloadModel?(request: WithModel<DownloadRequest>, call: ProviderCall): Promise<DownloadJob>;
  downloadStatus?(jobId: string, call: ProviderCall): Promise<DownloadJob>;
  /**
   * Returns what the server tells about a model. Must not load it. What the server does not tell is absent. Throws `model_not_found` if the
   * server does not have the model.
   */
  describeModel?(model: string, call: ProviderDescribeCall): Promise<DescribedModel>;
  deleteModel?(model: string, call: ProviderCall): Promise<void>;
  /** Returns the exact number of input tokens of a chat, or `undefined` if the server would have to load the model and `call.load` is false. */
  countTokens?(request: WithModel<ChatRequest>, call: ProviderCountCall): Promise<number | undefined>;
  /**
   * Returns the canonical form of a model name. Two names refer to the same model if their canonical forms are equal. `ensureLoaded` and
   * `unloadAll` use it to find loaded models and to share loads. Must be pure. Ids of instances are compared exactly instead. Default: the
   * name in lower case.
   */
  canonicalModelName?(name: string): string;
  /**
   * Called when `ensureLoaded` returns a running instance instead of loading the model, so that later calls can keep the settings of the
   * instance. Must not throw.
   *
   * @param model The name of the request.
   */
  reuseInstance?(model: string, instance: LoadedInstance): void;
  /**
   * Returns when a requested context length applies. Must be pure. Default: `always`.
   *
   * - `always`: also if the model is loaded with another one, which the server then reloads.
   * - `on-load`: only if the request loads the model. The context length of a loaded model decides how many tokens a chat may have.
   * - `never`: the context length is configured on the server. `ensureLoaded` then keeps a running instance with another context length, even
   *   with `onMismatch: 'reload'`.
   */
  contextLengthApplies?(): 'always' | 'on-load' | 'never';
  /** Ends running calls and releases resources, except for the transport of the context, which the client closes. */
  close?(): Promise<void> | void;
}
