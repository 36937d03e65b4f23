import type { CallOptions } from '../contract/call-options.js';
import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import type { CompletionRequest, CompletionResponse } from '../contract/completion.js';
import type { DownloadJob, DownloadRequest } from '../contract/download.js';
import type { EmbeddingRequest, EmbeddingResponse } from '../contract/embedding.js';
import type { LoadProgress, LoadRequest, ModelInfo, ModelType } from '../contract/model.js';
import type { JsonObject } from '../contract/json.js';
import type { CompletionStreamEvent, StreamEvent } from '../contract/stream-event.js';
import type { Warning } from '../contract/warning.js';
import type { PushSource } from '../stream/push-source.js';

/** A request whose model is settled: the client has put in its default. */
export type WithModel<Request> = Request & { readonly model: string };

/** What goes with one call: where it was planned to go, and the caller's settings. */
export interface ProviderCall {
  /** The route that the planner chose, one of the provider's matrix. */
  readonly route: string;
  /** What the planner has to warn of; belongs in the response. */
  readonly warnings: readonly Warning[];
  /** The caller's settings, to be handed to the wire client. */
  readonly options: CallOptions;
  /** Whether a stream that breaks off is to be taken up again: it was asked for, and the route has it. */
  readonly resume: boolean;
}

/** What goes with one load. */
export interface ProviderLoadCall extends ProviderCall {
  /** To be told how far the load has come, where the server says; never throws. */
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
}

/** A loaded model, as a provider reports it; the client makes it disposable. */
export interface LoadedInstance {
  readonly instanceId: string;
  readonly type: ModelType;
  readonly loadSeconds: number;
  readonly config?: JsonObject | undefined;
  readonly warnings?: readonly Warning[] | undefined;
}

/** A stream of a provider: a push source, or (simpler, slower) an async iterable. */
export type EventSourceLike<Event> = PushSource<Event> | AsyncIterable<Event>;

/**
 * What speaks to one kind of server. It has a method for each capability that its matrix does not deny on every route, and no other.
 * Requests come checked, planned, with their model, and must not be changed. Errors are `LmError`s.
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
   * Returns the form of a model's name by which names are compared: two names mean the same model if this gives the same for both. Pure. It
   * decides which loaded model `ensureLoaded` and `unloadAll` find, and which loads are one. Ids of instances are compared letter by letter.
   * Default: the name in lower case.
   */
  canonicalModelName?(name: string): string;
  /** Ends what runs and frees what it holds. The transport is not its own: the client closes that. */
  close?(): Promise<void> | void;
}
