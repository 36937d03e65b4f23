import { LmError, type CallOptions, type ErrorCode } from '@lmux/core/provider';
import { WireStream } from '@lmux/core/provider/streams';
import { chat, chatSource } from './chat/endpoint.js';
import type { NativeChatEvent, NativeChatRequest, NativeChatResponse } from './chat/wire.js';
import { downloadModel, getDownloadStatus, listModels, loadModel, unloadModel } from './models/endpoint.js';
import { findRunning } from './models/find-running.js';
import type {
  DownloadModelRequest,
  DownloadModelResponse,
  LoadModelRequest,
  LoadModelResponse,
  NativeModelList,
  UnloadModelRequest,
  UnloadModelResponse,
} from './models/wire.js';
import { openHttp, type LmStudioApiOptions, type OpenServer } from './open-http.js';
import { greeting, type Greeting } from './server/probe-server.js';

/** Rejects an empty value, with which the request would have no target or another one. */
function requireText(value: string, code: ErrorCode, name: string): void {
  if (typeof value === 'string' && value.trim() !== '') return;
  const received = typeof value === 'string' ? `"${value}"` : `a value of type ${typeof value}`;
  throw new LmError(code, `"${name}" must be a non-empty string; received ${received}. Nothing was sent.`, {
    provider: 'lmstudio',
  });
}

/**
 * Wire client for LM Studio's own API (`/api/v1`). Requests are sent as given, and responses are returned as received. Only the events of a
 * stream are normalized: they always have a `type`. Errors are `LmError`s. For LM Studio's OpenAI-compatible API, use `OpenAIApi` of
 * `@lmux/provider-openai`.
 */
export class LmStudioApi implements AsyncDisposable {
  readonly #server: OpenServer;

  constructor(options: LmStudioApiOptions = {}) {
    this.#server = openHttp(options);
  }

  /** Sends `POST /api/v1/chat`. */
  chat(request: NativeChatRequest, options?: CallOptions): Promise<NativeChatResponse> {
    return this.#call(options, () => chat(this.#server.native, request, options));
  }

  /**
   * Sends `POST /api/v1/chat` with `stream: true` when the stream is first read. All events are returned, including `error`. After an
   * `error` event the stream fails with that error at `chat.end`. A stream without `chat.end` fails with `stream_truncated`.
   */
  chatStream(request: NativeChatRequest, options?: CallOptions): WireStream<NativeChatEvent> {
    const source = chatSource(this.#server.native, request, options);
    return new WireStream(this.#server.errors.source(true, options, source));
  }

  /** Sends `GET /api/v1/models`. Returns every downloaded model with its loaded instances. */
  listModels(options?: CallOptions): Promise<NativeModelList> {
    return this.#call(options, () => listModels(this.#server.native, options));
  }

  /** Returns true if a model with this key (case-insensitive) or an instance with this id is loaded. */
  isModelRunning(model: string, options?: CallOptions): Promise<boolean> {
    return this.#call(options, async () => {
      requireText(model, 'empty_model', 'model');
      return findRunning(await listModels(this.#server.native, options), model) !== undefined;
    });
  }

  /** Sends `POST /api/v1/models/load`. Not idempotent: it loads a second instance of a loaded model. Never retried. */
  loadModel(request: LoadModelRequest, options?: CallOptions): Promise<LoadModelResponse> {
    return this.#call(options, async () => {
      requireText(request.model, 'empty_model', 'model');
      return loadModel(this.#server.native, request, options);
    });
  }

  /** Sends `POST /api/v1/models/unload`. Unloads one instance by its id. */
  unloadModel(request: UnloadModelRequest, options?: CallOptions): Promise<UnloadModelResponse> {
    return this.#call(options, async () => {
      requireText(request.instance_id, 'empty_instance_id', 'instance_id');
      return unloadModel(this.#server.native, request, options);
    });
  }

  /** Sends `POST /api/v1/models/download`. Never retried. */
  downloadModel(request: DownloadModelRequest, options?: CallOptions): Promise<DownloadModelResponse> {
    return this.#call(options, async () => {
      requireText(request.model, 'empty_model', 'model');
      return (await downloadModel(this.#server.native, request, options)).body;
    });
  }

  /** Sends `GET /api/v1/models/download/status/:job_id`. */
  getDownloadStatus(jobId: string, options?: CallOptions): Promise<DownloadModelResponse> {
    return this.#call(options, async () => {
      requireText(jobId, 'empty_job_id', 'jobId');
      return (await getDownloadStatus(this.#server.native, jobId, options)).body;
    });
  }

  /** Sends `GET /lmstudio-greeting`. Rejects if the server is not LM Studio. */
  greeting(options?: CallOptions): Promise<Greeting> {
    return this.#call(options, () => greeting(this.#server.http, this.#server.prefix, options));
  }

  /** Aborts running calls and closes the connections. A transport that the caller passed in stays open. */
  close(): Promise<void> {
    return this.#server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #call<T>(options: CallOptions | undefined, run: () => Promise<T>): Promise<T> {
    return this.#server.errors.call(true, options, run);
  }
}
