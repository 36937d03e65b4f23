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

/** Refuses an empty value, which would request nothing, or something else. */
function requireText(value: string, code: ErrorCode, what: string): void {
  if (typeof value === 'string' && value.trim() !== '') return;
  throw new LmError(code, `${what} is empty. Nothing was sent.`, { provider: 'lmstudio' });
}

/**
 * LM Studio's own API (`/api/v1`) as it is: what is given is sent, what comes is typed and not changed, but for events of a stream, whose
 * `type` is there in any case. Errors are `LmError`s. For the routes of OpenAI's format that LM Studio has too there is `OpenAIApi`
 * of `@lmux/provider-openai`.
 */
export class LmStudioApi implements AsyncDisposable {
  readonly #server: OpenServer;

  constructor(options: LmStudioApiOptions = {}) {
    this.#server = openHttp(options);
  }

  /** `POST /api/v1/chat`. */
  chat(request: NativeChatRequest, options?: CallOptions): Promise<NativeChatResponse> {
    return this.#call(options, () => chat(this.#server.native, request, options));
  }

  /**
   * `POST /api/v1/chat` with `stream: true`. All events are given, an `error` too; after `chat.end` the stream then fails with that error.
   * Without `chat.end` it fails with `stream_truncated`.
   */
  chatStream(request: NativeChatRequest, options?: CallOptions): WireStream<NativeChatEvent> {
    const source = chatSource(this.#server.native, request, options);
    return new WireStream(this.#server.errors.source(true, options, source));
  }

  /** `GET /api/v1/models`: every downloaded model, with its loaded copies. */
  listModels(options?: CallOptions): Promise<NativeModelList> {
    return this.#call(options, () => listModels(this.#server.native, options));
  }

  /** Whether a model of that key (in any case), or an instance of that id, is loaded. */
  isModelRunning(model: string, options?: CallOptions): Promise<boolean> {
    return this.#call(options, async () => {
      requireText(model, 'empty_model', 'The model to look for');
      return findRunning(await listModels(this.#server.native, options), model) !== undefined;
    });
  }

  /** `POST /api/v1/models/load`. Not idempotent: of a model that is loaded it makes a second copy. Never retried. */
  loadModel(request: LoadModelRequest, options?: CallOptions): Promise<LoadModelResponse> {
    return this.#call(options, async () => {
      requireText(request.model, 'empty_model', 'The model to load');
      return loadModel(this.#server.native, request, options);
    });
  }

  /** `POST /api/v1/models/unload`: one copy, by its id. */
  unloadModel(request: UnloadModelRequest, options?: CallOptions): Promise<UnloadModelResponse> {
    return this.#call(options, async () => {
      requireText(request.instance_id, 'empty_instance_id', 'The id of the instance to unload');
      return unloadModel(this.#server.native, request, options);
    });
  }

  /** `POST /api/v1/models/download`. Never retried. */
  downloadModel(request: DownloadModelRequest, options?: CallOptions): Promise<DownloadModelResponse> {
    return this.#call(options, async () => {
      requireText(request.model, 'empty_model', 'The model to download');
      return downloadModel(this.#server.native, request, options);
    });
  }

  /** `GET /api/v1/models/download/status/:job_id`. */
  getDownloadStatus(jobId: string, options?: CallOptions): Promise<DownloadModelResponse> {
    return this.#call(options, async () => {
      requireText(jobId, 'empty_job_id', 'The id of the download');
      return getDownloadStatus(this.#server.native, jobId, options);
    });
  }

  /** `GET /lmstudio-greeting`: rejects where something else than LM Studio listens. */
  greeting(options?: CallOptions): Promise<Greeting> {
    return this.#call(options, () => greeting(this.#server.http, this.#server.prefix, options));
  }

  /** Ends what runs, and closes the connections unless the transport was handed in. */
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
