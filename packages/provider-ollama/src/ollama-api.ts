import { LmError, type CallOptions } from '@lmux/core/provider';
import { WireStream } from '@lmux/core/provider/streams';
import { chat, chatSource } from './chat/endpoint.js';
import type { OllamaChatRequest, OllamaChatResponse } from './chat/wire.js';
import { embed } from './embeddings/endpoint.js';
import type { OllamaEmbedRequest, OllamaEmbedResponse } from './embeddings/wire.js';
import { generate, generateSource } from './completions/endpoint.js';
import type { OllamaGenerateRequest, OllamaGenerateResponse } from './completions/wire.js';
import { deleteModel } from './models/delete-model.js';
import { list, running, show, version } from './models/endpoint.js';
import { pullSource } from './models/pull-source.js';
import type {
  OllamaDeleteRequest,
  OllamaModelList,
  OllamaPullProgress,
  OllamaPullRequest,
  OllamaRunningList,
  OllamaShowRequest,
  OllamaShowResponse,
} from './models/wire.js';
import { openHttp, type OllamaApiOptions, type OpenServer } from './open-http.js';

/** Throws if the model is empty, since such a request names no model. */
function requireModel({ model }: { readonly model: string }): void {
  if (typeof model === 'string' && model.trim() !== '') return;
  const received = typeof model === 'string' ? `"${model}"` : `a value of type ${typeof model}`;
  throw new LmError('empty_model', `"model" must be a non-empty string; received ${received}. Nothing was sent.`, {
    provider: 'ollama',
  });
}

/**
 * A client for Ollama's own API (`/api`) in the server's own format. Requests are sent as they are, except for `stream`, which the method
 * sets. Responses are typed and not changed. Errors are `LmError`s, including errors that arrive as a line of a stream. For Ollama's
 * OpenAI-compatible routes, use `OpenAIApi` of `@lmux/provider-openai`.
 */
export class OllamaApi implements AsyncDisposable {
  readonly #server: OpenServer;

  constructor(options: OllamaApiOptions = {}) {
    this.#server = openHttp(options);
  }

  /** Sends `POST /api/chat` without streaming. */
  chat(request: OllamaChatRequest, options?: CallOptions): Promise<OllamaChatResponse> {
    return chat(this.#server.native, request, options);
  }

  /** Streams `POST /api/chat` line by line. A stream that ends before the line with `done: true` fails with `stream_truncated`. */
  chatStream(request: OllamaChatRequest, options?: CallOptions): WireStream<OllamaChatResponse> {
    return new WireStream(chatSource(this.#server.native, request, options));
  }

  /** Sends `POST /api/generate` without streaming. */
  generate(request: OllamaGenerateRequest, options?: CallOptions): Promise<OllamaGenerateResponse> {
    return generate(this.#server.native, request, options);
  }

  /** Streams `POST /api/generate` line by line. A stream that ends before the line with `done: true` fails with `stream_truncated`. */
  generateStream(request: OllamaGenerateRequest, options?: CallOptions): WireStream<OllamaGenerateResponse> {
    return new WireStream(generateSource(this.#server.native, request, options));
  }

  /** Sends `POST /api/embed`. The response has no vector for a single empty text. */
  embed(request: OllamaEmbedRequest, options?: CallOptions): Promise<OllamaEmbedResponse> {
    return embed(this.#server.native, request, options);
  }

  /** Sends `GET /api/tags` and returns the installed models. */
  list(options?: CallOptions): Promise<OllamaModelList> {
    return list(this.#server.native, options);
  }

  /** Sends `GET /api/ps` and returns the models in memory. */
  async ps(options?: CallOptions): Promise<OllamaRunningList> {
    return (await running(this.#server.native, options)).body;
  }

  /** Sends `POST /api/show` and returns the details of one model. */
  show(request: OllamaShowRequest, options?: CallOptions): Promise<OllamaShowResponse> {
    return show(this.#server.native, request, options);
  }

  /**
   * Downloads a model with `POST /api/pull`, line by line up to the status `success`. Canceling it stops the download, and another pull
   * resumes it. It is never retried.
   */
  pull(request: OllamaPullRequest, options?: CallOptions): WireStream<OllamaPullProgress> {
    return new WireStream(pullSource(this.#server.native, request, options));
  }

  /** Removes an installed model with `DELETE /api/delete`. Rejects with `empty_model` if `model` is empty. It is never retried. */
  async delete(request: OllamaDeleteRequest, options?: CallOptions): Promise<void> {
    requireModel(request);
    await deleteModel(this.#server.native, request, options);
  }

  /** Sends `GET /api/version`. */
  version(options?: CallOptions): Promise<{ version: string }> {
    return version(this.#server.native, options);
  }

  /** Cancels the calls in progress and closes the connections. */
  close(): Promise<void> {
    return this.#server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
