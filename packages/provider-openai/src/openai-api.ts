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
 * A server's OpenAI-format API, as it is: what is given is sent, what comes is typed and not changed, but for chunks, whose `choices`
 * and `delta` are there in any case. Errors are `LmError`s.
 */
export class OpenAIApi implements AsyncDisposable {
  readonly #wire: WireHttp;

  constructor(options: OpenAIApiOptions = {}) {
    this.#wire = openHttp(options);
  }

  /** `POST /chat/completions`. */
  chatCompletions(request: ChatCompletionRequest, options?: CallOptions): Promise<ChatCompletion> {
    return chatCompletions(this.#wire.http, request, options);
  }

  /** `POST /chat/completions` with `stream: true`. */
  chatCompletionsStream(request: ChatCompletionRequest, options?: CallOptions): WireStream<ChatCompletionChunk> {
    return new WireStream(chatCompletionsSource(this.#wire.http, request, options));
  }

  /** `POST /completions`. */
  textCompletions(request: TextCompletionRequest, options?: CallOptions): Promise<TextCompletion> {
    return textCompletions(this.#wire.http, request, options);
  }

  /** `POST /completions` with `stream: true`. */
  textCompletionsStream(request: TextCompletionRequest, options?: CallOptions): WireStream<TextCompletionChunk> {
    return new WireStream(textCompletionsSource(this.#wire.http, request, options));
  }

  /** `POST /embeddings`. The vectors are as the server sends them, numbers or base64. */
  embed(request: EmbeddingsRequest, options?: CallOptions): Promise<EmbeddingsResponse> {
    return embeddings(this.#wire.http, request, options);
  }

  /** `GET /models`. */
  listModels(options?: CallOptions): Promise<ModelList> {
    return listModels(this.#wire.http, options);
  }

  /** Ends what runs, and closes the connections unless the transport was handed in. */
  close(): Promise<void> {
    return this.#wire.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
