import type { ChatResponse } from '../../contract/chat.js';
import type { CompletionResponse } from '../../contract/completion.js';
import type { DownloadJob } from '../../contract/download.js';
import type { EmbeddingResponse } from '../../contract/embedding.js';
import type { LoadedModel, ModelInfo } from '../../contract/model.js';
import type { ErrorCode } from '../../errors/error-code.js';

/**
 * The part of a value that a fixture states. Arrays must have the same length. Of objects only the keys given here are compared, and a
 * key that is `undefined` must be absent. Only `usage` is complete: counts that are not given here must be absent.
 */
export type ExpectedValue<T> = T extends readonly (infer Item)[]
  ? readonly ExpectedValue<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: ExpectedValue<T[Key]> | undefined }
    : T;

/** A complete HTTP response of the server. The suite splits it. */
export interface ConformanceResponse<Value = unknown> {
  /** Default 200. */
  readonly status?: number | undefined;
  /** Names in lower case. Default: `application/json` for `json`, otherwise none. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The body, exactly as the server sends it. */
  readonly body?: string | Uint8Array | undefined;
  /** The body as a value, instead of `body`. */
  readonly json?: unknown;
  /** The expected result where it differs from `conformanceValues`, as in recordings. Each key replaces that of the suite. */
  readonly expect?: ExpectedValue<Value> | undefined;
}

/** Declares that the server has no such response. */
export interface NoResponse {
  /** The reason, for readers of the fixtures. */
  readonly none: string;
}

/** A response, several responses that are all tested (handwritten ones and recordings), or the reason why there is none. */
export type ConformanceFixture<Value = unknown> =
  | ConformanceResponse<Value>
  | readonly ConformanceResponse<Value>[]
  | NoResponse;

/** The error of a call that the server refuses or that fails mid-stream. */
export interface ExpectedFailure {
  readonly code: ErrorCode;
}

/**
 * The responses of one route, by scenario. A scenario named after a capability is required if the matrix says `yes`. One with a slash is
 * required if the capability and the feature in brackets are declared, unless it is optional. If the server has no such response,
 * give `{ none: 'why' }`. If the matrix says `unknown`, every scenario is optional.
 */
export interface RouteFixtures {
  /** A complete response with `text`, finished by the model. */
  readonly chat?: ConformanceFixture<ChatResponse> | undefined;
  /** A complete response with both tool calls [tools]. */
  readonly 'chat/tools'?: ConformanceFixture<ChatResponse> | undefined;
  /** A response that the server stores under `responseId` [statefulChat]. */
  readonly 'chat/stateful'?: ConformanceFixture<ChatResponse> | undefined;
  /** The same response as a stream. One of its responses must have bytes above 127, so that characters can be split. */
  readonly 'chat.stream'?: ConformanceFixture<ChatResponse> | undefined;
  /** `reasoning`, then `text` [reasoning]. */
  readonly 'chat.stream/reasoning'?: ConformanceFixture<ChatResponse> | undefined;
  /** Both tool calls, with their arguments in deltas if the server splits them [tools]. */
  readonly 'chat.stream/tools'?: ConformanceFixture<ChatResponse> | undefined;
  /** A response that reached its token limit, with any text. */
  readonly 'chat.stream/length'?: ConformanceFixture<ChatResponse> | undefined;
  /** Some text, then an error of the server within the stream. Any code except those of a truncated stream. */
  readonly 'chat.stream/error'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** The model is loaded with progress, then `text` [loadProgress]. */
  readonly 'chat.stream/load'?: ConformanceFixture<ChatResponse> | undefined;
  /** The prompt is read with progress, then `text` [promptProgress]. */
  readonly 'chat.stream/prompt'?: ConformanceFixture<ChatResponse> | undefined;
  /** The server runs the tool of `toolResults` itself, then `text` [integrations]. */
  readonly 'chat.stream/integrations'?: ConformanceFixture<ChatResponse> | undefined;
  /** A complete continuation with `text`. */
  readonly completion?: ConformanceFixture<CompletionResponse> | undefined;
  /** The same as a stream. */
  readonly 'completion.stream'?: ConformanceFixture<CompletionResponse> | undefined;
  /** Some text, then an error of the server within the stream. Optional. */
  readonly 'completion.stream/error'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** The three `vectors`. If each has its index, in another order. */
  readonly embedding?: ConformanceFixture<EmbeddingResponse> | undefined;
  /** Fewer vectors than texts: `unexpected_response`. */
  readonly 'embedding/missing'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** Both `models`. `expect` has one entry for each, in the same order. */
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
  /** The model is downloaded already. Optional. */
  readonly 'models.download/present'?: ConformanceFixture<DownloadJob> | undefined;
  /** Half of the download is done, as in `job`. */
  readonly 'models.downloadStatus'?: ConformanceFixture<DownloadJob> | undefined;
  /** The download is done. */
  readonly 'models.downloadStatus/completed'?: ConformanceFixture<DownloadJob> | undefined;
  /** The download failed. */
  readonly 'models.downloadStatus/failed'?: ConformanceFixture<DownloadJob> | undefined;
  /** The server has no such model: `model_not_found`. */
  readonly 'error/unknown-model'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** The key is missing or wrong: `authentication`. */
  readonly 'error/unauthorized'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** The prompt is too long: `context_overflow`. Only if there is a chat or a completion. */
  readonly 'error/context-overflow'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** Too many requests: `rate_limited`. Optional. */
  readonly 'error/rate-limited'?: ConformanceFixture<ExpectedFailure> | undefined;
}

/** The responses of each route of the provider. */
export interface ConformanceFixtures {
  readonly [route: string]: RouteFixtures;
}

/** Name of a scenario. */
export type ScenarioName = keyof RouteFixtures;
