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

/**
 * llama-server's API as it is: what is given is sent, what comes is typed and not changed. Requests take the server's own fields too
 * (`grammar`, `cache_prompt`, `return_progress`, ...). Errors are `LmError`s. What is said of a router is 404 `not_found` elsewhere.
 */
export class LlamaCppApi implements AsyncDisposable {
  readonly #wire: WireHttp;

  constructor(options: LlamaCppApiOptions = {}) {
    this.#wire = openHttp(options);
  }

  /** `POST /v1/chat/completions`. */
  chatCompletions(request: ChatCompletionRequest, options?: CallOptions): Promise<ChatCompletion> {
    return chatCompletions(this.#wire.http, request, options, OPENAI_PREFIX);
  }

  /** `POST /v1/chat/completions` with `stream: true`. */
  chatCompletionsStream(request: ChatCompletionRequest, options?: CallOptions): WireStream<ChatCompletionChunk> {
    return new WireStream(chatCompletionsSource(this.#wire.http, request, options, OPENAI_PREFIX));
  }

  /** `POST /v1/completions`. */
  textCompletions(request: TextCompletionRequest, options?: CallOptions): Promise<TextCompletion> {
    return textCompletions(this.#wire.http, request, options, OPENAI_PREFIX);
  }

  /** `POST /v1/completions` with `stream: true`. */
  textCompletionsStream(request: TextCompletionRequest, options?: CallOptions): WireStream<TextCompletionChunk> {
    return new WireStream(textCompletionsSource(this.#wire.http, request, options, OPENAI_PREFIX));
  }

  /** `POST /v1/embeddings`. */
  embed(request: EmbeddingsRequest, options?: CallOptions): Promise<EmbeddingsResponse> {
    return embeddings(this.#wire.http, request, options, OPENAI_PREFIX);
  }

  /** `GET /v1/models`: a router's models with their status, or the one that is served. */
  listModels(options?: CallOptions): Promise<LlamaCppModelList> {
    return listModels(this.#wire.http, options);
  }

  /** `POST /models/load` of a router. Resolves when the load has begun; `modelEvents` reports the rest. Never retried. */
  loadModel(request: LlamaCppModelRequest, options?: CallOptions): Promise<LlamaCppModelResponse> {
    return loadModel(this.#wire.http, request, options);
  }

  /** `POST /models/unload` of a router. Resolves when it has begun. Ends a download too. */
  unloadModel(request: LlamaCppModelRequest, options?: CallOptions): Promise<LlamaCppModelResponse> {
    return unloadModel(this.#wire.http, request, options);
  }

  /** `POST /models` of a router: begins a download. Never retried. */
  downloadModel(request: LlamaCppModelRequest, options?: CallOptions): Promise<LlamaCppModelResponse> {
    return downloadModel(this.#wire.http, request, options);
  }

  /** `DELETE /models` of a router: takes a model that it downloaded from its disk; others are refused. */
  deleteModel(model: string, options?: CallOptions): Promise<LlamaCppModelResponse> {
    return deleteModel(this.#wire.http, model, options);
  }

  /** `GET /models/sse` of a router: what happens to all models, until it is canceled. It is not counted against `maxConcurrent`. */
  modelEvents(options?: CallOptions): WireStream<LlamaCppModelEvent> {
    return new WireStream(modelEventsSource(this.#wire.http, options));
  }

  /** `GET /props`: of the server, or of one of a router's models. */
  props(model?: string, options?: CallOptions): Promise<wire.LlamaCppProps> {
    return props(this.#wire.http, model, options);
  }

  /** `GET /slots`: what each slot is doing. A router wants a model. */
  slots(model?: string, options?: CallOptions): Promise<wire.LlamaCppSlot[]> {
    return slots(this.#wire.http, model, options);
  }

  /** `GET /health`: rejects with `model_loading` while the model of a server of one is loaded. Needs no key. */
  health(options?: CallOptions): Promise<wire.LlamaCppHealth> {
    return health(this.#wire.http, options);
  }

  /** `POST /tokenize`. */
  tokenize(request: wire.LlamaCppTokenizeRequest, options?: CallOptions): Promise<wire.LlamaCppTokens> {
    return tokenize(this.#wire.http, request, options);
  }

  /** `POST /detokenize`. */
  detokenize(request: wire.LlamaCppDetokenizeRequest, options?: CallOptions): Promise<wire.LlamaCppDetokenized> {
    return detokenize(this.#wire.http, request, options);
  }

  /** `POST /v1/chat/completions/input_tokens`: how many tokens a chat would take. */
  countTokens(request: ChatCompletionRequest, options?: CallOptions): Promise<wire.LlamaCppInputTokens> {
    return countTokens(this.#wire.http, request, options);
  }

  /** `POST /apply-template`: what the model would read of a chat. */
  applyTemplate(request: ChatCompletionRequest, options?: CallOptions): Promise<wire.LlamaCppTemplated> {
    return applyTemplate(this.#wire.http, request, options);
  }

  /** Ends what runs, and closes the connections unless the transport was handed in. */
  close(): Promise<void> {
    return this.#wire.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
