import { LmError, type CallOptions } from '@lmux/core/provider';
import { WireStream } from '@lmux/core/provider/streams';
import { chat, chatSource } from './chat/endpoint.js';
import type { OllamaChatRequest, OllamaChatResponse } from './chat/wire.js';
import { embed } from './embeddings/endpoint.js';
import type { OllamaEmbedRequest, OllamaEmbedResponse } from './embeddings/wire.js';
import { generate, generateSource } from './completions/endpoint.js';
import type { OllamaGenerateRequest, OllamaGenerateResponse } from './completions/wire.js';
import { deleteModel, list, running, show, version } from './models/endpoint.js';
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

/** Refuses an empty model, which would request nothing. */
function requireModel({ model }: { readonly model: string }): void {
  if (typeof model === 'string' && model.trim() !== '') return;
  throw new LmError('empty_model', 'The model is empty. Nothing was sent.', { provider: 'ollama' });
}

/**
 * Ollama's own API (`/api`) as it is: what is given is sent, what comes is typed and not changed. `stream` is set by the method. Errors
 * are `LmError`s, also those that come as a line of a stream. For the routes of OpenAI's format that Ollama has too there is `OpenAIApi`
 * of `@lmux/provider-openai`.
 */
export class OllamaApi implements AsyncDisposable {
  readonly #server: OpenServer;

  constructor(options: OllamaApiOptions = {}) {
    this.#server = openHttp(options);
  }

  /** `POST /api/chat`, not streamed. */
  chat(request: OllamaChatRequest, options?: CallOptions): Promise<OllamaChatResponse> {
    return chat(this.#server.native, request, options);
  }

  /** `POST /api/chat`, line by line up to the one with `done: true`; without that it fails with `stream_truncated`. */
  chatStream(request: OllamaChatRequest, options?: CallOptions): WireStream<OllamaChatResponse> {
    return new WireStream(chatSource(this.#server.native, request, options));
  }

  /** `POST /api/generate`, not streamed. */
  generate(request: OllamaGenerateRequest, options?: CallOptions): Promise<OllamaGenerateResponse> {
    return generate(this.#server.native, request, options);
  }

  /** `POST /api/generate`, line by line up to the one with `done: true`; without that it fails with `stream_truncated`. */
  generateStream(request: OllamaGenerateRequest, options?: CallOptions): WireStream<OllamaGenerateResponse> {
    return new WireStream(generateSource(this.#server.native, request, options));
  }

  /** `POST /api/embed`. A lone empty text has no vector. */
  embed(request: OllamaEmbedRequest, options?: CallOptions): Promise<OllamaEmbedResponse> {
    return embed(this.#server.native, request, options);
  }

  /** `GET /api/tags`: the installed models. */
  list(options?: CallOptions): Promise<OllamaModelList> {
    return list(this.#server.native, options);
  }

  /** `GET /api/ps`: the models in memory. */
  async ps(options?: CallOptions): Promise<OllamaRunningList> {
    return (await running(this.#server.native, options)).body;
  }

  /** `POST /api/show`: all about one model. */
  show(request: OllamaShowRequest, options?: CallOptions): Promise<OllamaShowResponse> {
    return show(this.#server.native, request, options);
  }

  /**
   * `POST /api/pull`: a download, line by line up to `success`. Canceling it ends the download; another pull resumes it. Never
   * retried.
   */
  pull(request: OllamaPullRequest, options?: CallOptions): WireStream<OllamaPullProgress> {
    return new WireStream(pullSource(this.#server.native, request, options));
  }

  /** `DELETE /api/delete`: removes an installed model. Rejects with `empty_model` without one. Never retried. */
  async delete(request: OllamaDeleteRequest, options?: CallOptions): Promise<void> {
    requireModel(request);
    await deleteModel(this.#server.native, request, options);
  }

  /** `GET /api/version`. */
  version(options?: CallOptions): Promise<{ version: string }> {
    return version(this.#server.native, options);
  }

  /** Ends what runs and closes the connections. */
  close(): Promise<void> {
    return this.#server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
