import type { CallOptions, WireHttp } from '@lmux/core/provider';
import { WireStream } from '@lmux/core/provider/streams';
import { chatCompletions, chatCompletionsSource } from './chat-completions/endpoint.js';
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionRequest } from './chat-completions/wire.js';
import { textCompletions, textCompletionsSource } from './completions/endpoint.js';
import type { TextCompletion, TextCompletionChunk, TextCompletionRequest } from './completions/wire.js';
import { embeddings } from './embeddings/endpoint.js';
import type { EmbeddingsRequest, EmbeddingsResponse } from './embeddings/wire.js';
import { listModels } from './models/endpoint.js';
import type { ModelList } from './models/wire.js';
import { openHttp, type OpenAIApiOptions } from './open-http.js';

/**
 * Wire client for an OpenAI-compatible API. Requests are sent as given, and responses are returned as received. Only chunks are normalized:
 * `choices` is always an array and `delta` always an object. Errors are `LmError`s.
 */
export class OpenAIApi implements AsyncDisposable {
  readonly #wire: WireHttp;

  constructor(options: OpenAIApiOptions = {}) {
    this.#wire = openHttp(options);
  }

  /** Sends `POST /chat/completions`. */
  chatCompletions(request: ChatCompletionRequest, options?: CallOptions): Promise<ChatCompletion> {
    return chatCompletions(this.#wire.http, request, options);
  }

  /** Sends `POST /chat/completions` with `stream: true` when the stream is first read. */
  chatCompletionsStream(request: ChatCompletionRequest, options?: CallOptions): WireStream<ChatCompletionChunk> {
    return new WireStream(chatCompletionsSource(this.#wire.http, request, options));
  }

  /** Sends `POST /completions`. */
  textCompletions(request: TextCompletionRequest, options?: CallOptions): Promise<TextCompletion> {
    return textCompletions(this.#wire.http, request, options);
  }

  /** Sends `POST /completions` with `stream: true` when the stream is first read. */
  textCompletionsStream(request: TextCompletionRequest, options?: CallOptions): WireStream<TextCompletionChunk> {
    return new WireStream(textCompletionsSource(this.#wire.http, request, options));
  }

  /** Sends `POST /embeddings`. The vectors are returned as received, as numbers or as base64. */
  embed(request: EmbeddingsRequest, options?: CallOptions): Promise<EmbeddingsResponse> {
    return embeddings(this.#wire.http, request, options);
  }

  /** Sends `GET /models`. */
  listModels(options?: CallOptions): Promise<ModelList> {
    return listModels(this.#wire.http, options);
  }

  /** Aborts running calls and closes the connections. A transport that the caller passed in stays open. */
  close(): Promise<void> {
    return this.#wire.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
