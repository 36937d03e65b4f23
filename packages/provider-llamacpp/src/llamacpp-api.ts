import type { CallOptions, WireHttp } from '@lmux/core/provider';
import { WireStream } from '@lmux/core/provider/streams';
import {
  chatCompletions,
  chatCompletionsSource,
  embeddings,
  textCompletions,
  textCompletionsSource,
  type ChatCompletion,
  type ChatCompletionChunk,
  type ChatCompletionRequest,
  type EmbeddingsRequest,
  type EmbeddingsResponse,
  type TextCompletion,
  type TextCompletionChunk,
  type TextCompletionRequest,
} from '@lmux/provider-openai/protocol';
import { openHttp, type LlamaCppApiOptions } from './open-http.js';
import {
  deleteModel,
  downloadModel,
  listModels,
  loadModel,
  modelEventsSource,
  unloadModel,
} from './models/endpoint.js';
import type {
  LlamaCppModelResponse,
  LlamaCppModelEvent,
  LlamaCppModelList,
  LlamaCppModelRequest,
} from './models/wire.js';
import {
  applyTemplate,
  countTokens,
  detokenize,
  health,
  OPENAI_PREFIX,
  props,
  slots,
  tokenize,
} from './server/endpoint.js';
import type * as wire from './server/wire.js';

/** Options of the methods of `LlamaCppApi` for which a router loads the model. */
export interface LlamaCppModelOptions extends CallOptions {
  /**
   * Set to false to reject with `model_not_found` if the model is not loaded. Default: the setting of the router, which loads the model unless
   * the router was started with `--no-models-autoload`. A server with a single model ignores it.
   */
  readonly autoload?: boolean | undefined;
}

/**
 * A client for llama-server's API in the server's own format. Requests are sent as they are, including the server's own fields (`grammar`,
 * `cache_prompt`, `return_progress`, ...). Responses are typed and not changed. Errors are `LmError`s. A server with a single model rejects
 * the methods of a router with status 404 (`not_found`).
 */
export class LlamaCppApi implements AsyncDisposable {
  readonly #wire: WireHttp;

  constructor(options: LlamaCppApiOptions = {}) {
    this.#wire = openHttp(options);
  }

  /** Sends `POST /v1/chat/completions`. */
  chatCompletions(request: ChatCompletionRequest, options?: CallOptions): Promise<ChatCompletion> {
    return chatCompletions(this.#wire.http, request, options, OPENAI_PREFIX);
  }

  /** Streams `POST /v1/chat/completions`. Sets `stream: true`. */
  chatCompletionsStream(request: ChatCompletionRequest, options?: CallOptions): WireStream<ChatCompletionChunk> {
    return new WireStream(chatCompletionsSource(this.#wire.http, request, options, OPENAI_PREFIX));
  }

  /** Sends `POST /v1/completions`. */
  textCompletions(request: TextCompletionRequest, options?: CallOptions): Promise<TextCompletion> {
    return textCompletions(this.#wire.http, request, options, OPENAI_PREFIX);
  }

  /** Streams `POST /v1/completions`. Sets `stream: true`. */
  textCompletionsStream(request: TextCompletionRequest, options?: CallOptions): WireStream<TextCompletionChunk> {
    return new WireStream(textCompletionsSource(this.#wire.http, request, options, OPENAI_PREFIX));
  }

  /** Sends `POST /v1/embeddings`. */
  embed(request: EmbeddingsRequest, options?: CallOptions): Promise<EmbeddingsResponse> {
    return embeddings(this.#wire.http, request, options, OPENAI_PREFIX);
  }

  /** Sends `GET /v1/models` and returns the models of a router with their status, or the one model of the server. */
  listModels(options?: CallOptions): Promise<LlamaCppModelList> {
    return listModels(this.#wire.http, options);
  }

  /** Sends `POST /models/load` to a router. Resolves when the load has started. `modelEvents` reports its progress. It is never retried. */
  loadModel(request: LlamaCppModelRequest, options?: CallOptions): Promise<LlamaCppModelResponse> {
    return loadModel(this.#wire.http, request, options);
  }

  /** Sends `POST /models/unload` to a router. Resolves when the unload has started. It also cancels a download. */
  unloadModel(request: LlamaCppModelRequest, options?: CallOptions): Promise<LlamaCppModelResponse> {
    return unloadModel(this.#wire.http, request, options);
  }

  /** Sends `POST /models` to a router and thereby starts a download. It is never retried. */
  downloadModel(request: LlamaCppModelRequest, options?: CallOptions): Promise<LlamaCppModelResponse> {
    return downloadModel(this.#wire.http, request, options);
  }

  /** Sends `DELETE /models` to a router, which deletes a model that it downloaded. It rejects the deletion of other models. It is never retried. */
  deleteModel(model: string, options?: CallOptions): Promise<LlamaCppModelResponse> {
    return deleteModel(this.#wire.http, model, options);
  }

  /** Streams `GET /models/sse`, the events of all models of a router, until it is canceled. It is not counted against `maxConcurrent`. */
  modelEvents(options?: CallOptions): WireStream<LlamaCppModelEvent> {
    return new WireStream(modelEventsSource(this.#wire.http, options));
  }

  /** Sends `GET /props` and returns the properties of the server, or of one model of a router, which loads it. See `autoload`. */
  props(model?: string, { autoload, ...options }: LlamaCppModelOptions = {}): Promise<wire.LlamaCppProps> {
    return props(this.#wire.http, { model, autoload }, options);
  }

  /** Sends `GET /slots` and returns the state of each slot. A router requires a model, and loads it. See `autoload`. */
  slots(model?: string, { autoload, ...options }: LlamaCppModelOptions = {}): Promise<wire.LlamaCppSlot[]> {
    return slots(this.#wire.http, { model, autoload }, options);
  }

  /** Sends `GET /health`, which requires no API key. Rejects with `model_loading` while a server with a single model loads it. */
  health(options?: CallOptions): Promise<wire.LlamaCppHealth> {
    return health(this.#wire.http, options);
  }

  /** Sends `POST /tokenize`. */
  tokenize(request: wire.LlamaCppTokenizeRequest, options?: CallOptions): Promise<wire.LlamaCppTokens> {
    return tokenize(this.#wire.http, request, options);
  }

  /** Sends `POST /detokenize`. */
  detokenize(request: wire.LlamaCppDetokenizeRequest, options?: CallOptions): Promise<wire.LlamaCppDetokenized> {
    return detokenize(this.#wire.http, request, options);
  }

  /** Counts the input tokens of a chat with `POST /v1/chat/completions/input_tokens`. A router loads the model. See `autoload`. */
  countTokens(
    request: ChatCompletionRequest,
    { autoload, ...options }: LlamaCppModelOptions = {},
  ): Promise<wire.LlamaCppInputTokens> {
    return countTokens(this.#wire.http, request, options, autoload);
  }

  /** Sends `POST /apply-template` and returns the prompt that the chat template creates from a chat. */
  applyTemplate(request: ChatCompletionRequest, options?: CallOptions): Promise<wire.LlamaCppTemplated> {
    return applyTemplate(this.#wire.http, request, options);
  }

  /** Cancels the calls in progress, and closes the connections unless the transport was passed in. */
  close(): Promise<void> {
    return this.#wire.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
