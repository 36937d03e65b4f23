import type { ChatResponse } from '../../contract/chat.js';
import type { CompletionResponse } from '../../contract/completion.js';
import type { DownloadJob } from '../../contract/download.js';
import type { EmbeddingResponse } from '../../contract/embedding.js';
import type { TokenCount } from '../../contract/context-overflow.js';
import type { ModelDescription } from '../../contract/model-description.js';
import type { LoadedModel, ModelInfo } from '../../contract/model.js';
import type { ErrorCode } from '../../errors/error-code.js';

/**
 * The part of a value that a fixture specifies. Arrays must have the same length. Of objects, only the specified keys
 * are compared, and a key that is `undefined` must be absent. `usage` must be complete: counts that are not specified
 * must be absent.
 */
export type ExpectedValue<T> = T extends readonly (infer Item)[]
  ? readonly ExpectedValue<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: ExpectedValue<T[Key]> | undefined }
    : T;

/** A complete HTTP response of the server. The suite splits, interrupts and delays it. */
export interface ConformanceResponse<Value = unknown> {
  /** Default 200. */
  readonly status?: number | undefined;
  /** Names in lower case. Default: `application/json` for `json`, otherwise none. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The body, exactly as the server sends it. */
  readonly body?: string | Uint8Array | undefined;
  /** The body as a value, instead of `body`. */
  readonly json?: unknown;
  /**
   * The expected result where it differs from `conformanceValues`, as in recordings. Each key replaces the key of the
   * suite.
   */
  readonly expect?: ExpectedValue<Value> | undefined;
}

/** Declares that the server has no such response. */
export interface NoResponse {
  /** The reason, for readers of the fixtures. */
  readonly none: string;
}

/**
 * A response, several responses that are all tested (such as handwritten ones and recordings), or the reason why there
 * is none.
 */
export type ConformanceFixture<Value = unknown> =
  | ConformanceResponse<Value>
  | readonly ConformanceResponse<Value>[]
  | NoResponse;

/** The error of a call that the server rejects or that fails mid-stream. */
export interface ExpectedFailure {
  readonly code: ErrorCode;
}

/**
 * The responses of one route, by scenario. A scenario that is named after a capability is required if the matrix
 * declares `yes`. A scenario with a slash is required if the matrix declares its capability and the feature in
 * brackets, unless the scenario is optional. If the server has no such response, use `{ none: 'why' }`. If the matrix
 * declares `unknown`, the scenario is optional, except those of emulated tools.
 */
export interface RouteFixtures {
  /** A complete response with `text` that ends because the model stopped. */
  readonly chat?: ConformanceFixture<ChatResponse> | undefined;
  /** A complete response with both tool calls [tools]. */
  readonly 'chat/tools'?: ConformanceFixture<ChatResponse> | undefined;
  /** A response whose text is `emulatedCalls` [jsonSchema]. Required unless the matrix declares `no`. */
  readonly 'chat/emulated-tools'?: ConformanceFixture<ChatResponse> | undefined;
  /** A response that the server stores as `responseId` [statefulChat]. */
  readonly 'chat/stateful'?: ConformanceFixture<ChatResponse> | undefined;
  /** A `refusal` instead of a text. Optional. */
  readonly 'chat/refusal'?: ConformanceFixture<ChatResponse> | undefined;
  /**
   * The response of `chat` as a stream. At least one response must contain bytes above 127, so that the suite can split
   * characters.
   */
  readonly 'chat.stream'?: ConformanceFixture<ChatResponse> | undefined;
  /** `reasoning`, then `text` [reasoning]. */
  readonly 'chat.stream/reasoning'?: ConformanceFixture<ChatResponse> | undefined;
  /** Both tool calls, with their arguments in deltas if the server splits them [tools]. */
  readonly 'chat.stream/tools'?: ConformanceFixture<ChatResponse> | undefined;
  /** The response of `chat/emulated-tools` as a stream [jsonSchema]. Required unless the matrix declares `no`. */
  readonly 'chat.stream/emulated-tools'?: ConformanceFixture<ChatResponse> | undefined;
  /** A `refusal` instead of a text. Optional. */
  readonly 'chat.stream/refusal'?: ConformanceFixture<ChatResponse> | undefined;
  /** A response that reached its token limit, with any text. */
  readonly 'chat.stream/length'?: ConformanceFixture<ChatResponse> | undefined;
  /**
   * Some text, then an error of the server within the stream. Its code may be any code except those of a truncated
   * stream.
   */
  readonly 'chat.stream/error'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** The server reports the progress of loading the model, then sends `text` [loadProgress]. */
  readonly 'chat.stream/load'?: ConformanceFixture<ChatResponse> | undefined;
  /** The server reports the progress of reading the prompt, then sends `text` [promptProgress]. */
  readonly 'chat.stream/prompt'?: ConformanceFixture<ChatResponse> | undefined;
  /** The server runs the tool of `toolResults` itself, then sends `text` [integrations]. */
  readonly 'chat.stream/integrations'?: ConformanceFixture<ChatResponse> | undefined;
  /** A complete continuation with `text`. */
  readonly completion?: ConformanceFixture<CompletionResponse> | undefined;
  /** The response of `completion` as a stream. */
  readonly 'completion.stream'?: ConformanceFixture<CompletionResponse> | undefined;
  /** Some text, then an error of the server within the stream. Optional. */
  readonly 'completion.stream/error'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** The three `vectors`. If the server sends an index with each of them, put them in another order than the texts. */
  readonly embedding?: ConformanceFixture<EmbeddingResponse> | undefined;
  /** Fewer vectors than texts: fails with `unexpected_response`. */
  readonly 'embedding/missing'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** Both `models`. `expect` must have one entry for each model, in the same order. */
  readonly 'models.list'?: ConformanceFixture<readonly ModelInfo[]> | undefined;
  /** The response while the model is loaded. */
  readonly 'models.running'?: ConformanceFixture | undefined;
  /** The response while the model is not loaded. */
  readonly 'models.running/no'?: ConformanceFixture | undefined;
  /** The model was loaded as `instanceId`. */
  readonly 'models.load'?: ConformanceFixture<LoadedModel> | undefined;
  /** `instanceId` was unloaded. */
  readonly 'models.unload'?: ConformanceFixture<{ instanceId: string }> | undefined;
  /** The download started as `job.jobId`. */
  readonly 'models.download'?: ConformanceFixture<DownloadJob> | undefined;
  /** The model is already downloaded. Optional. */
  readonly 'models.download/present'?: ConformanceFixture<DownloadJob> | undefined;
  /** Half of the download is done, as in `job`. */
  readonly 'models.downloadStatus'?: ConformanceFixture<DownloadJob> | undefined;
  /** The download is done. */
  readonly 'models.downloadStatus/completed'?: ConformanceFixture<DownloadJob> | undefined;
  /** The download failed. */
  readonly 'models.downloadStatus/failed'?: ConformanceFixture<DownloadJob> | undefined;
  /** The description of the model. */
  readonly 'models.describe'?: ConformanceFixture<ModelDescription> | undefined;
  /**
   * The description of a model that lacks something that depends on the model, according to the matrix. Required if anything does. The suite
   * sends requests with each of these features, and they must be refused.
   */
  readonly 'models.describe/lacks'?: ConformanceFixture<ModelDescription> | undefined;
  /**
   * A description that does not mention something that depends on the model, as older versions of a server or models that are not loaded have it.
   * Required if anything depends on the model. The suite sends requests with each of these features, and they must be sent.
   */
  readonly 'models.describe/silent'?: ConformanceFixture<ModelDescription> | undefined;
  /** The model was deleted. */
  readonly 'models.delete'?: ConformanceFixture<{ model: string }> | undefined;
  /** The number of input tokens of a chat. */
  readonly 'tokens.count'?: ConformanceFixture<TokenCount> | undefined;
  /** The server does not have the model: fails with `model_not_found`. */
  readonly 'error/unknown-model'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** The API key is missing or wrong: fails with `authentication`. */
  readonly 'error/unauthorized'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** The prompt is too long: fails with `context_overflow`. Required only if the route has chats or completions. */
  readonly 'error/context-overflow'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** Too many requests: fails with `rate_limited`. Optional. */
  readonly 'error/rate-limited'?: ConformanceFixture<ExpectedFailure> | undefined;
}

/** The responses of each route of the provider. */
export interface ConformanceFixtures {
  readonly [route: string]: RouteFixtures;
}

/** Name of a scenario. */
export type ScenarioName = keyof RouteFixtures;
