import type { ChatResponse } from '../../contract/chat.js';
import type { CompletionResponse } from '../../contract/completion.js';
import type { DownloadJob } from '../../contract/download.js';
import type { EmbeddingResponse } from '../../contract/embedding.js';
import type { LoadedModel, ModelInfo } from '../../contract/model.js';
import type { ErrorCode } from '../../errors/error-code.js';
import type { Expected } from './expected.js';

/** What the server answers, whole: the suite cuts it. */
export interface ConformanceAnswer<Value = unknown> {
  /** Default 200. */
  readonly status?: number | undefined;
  /** Names in lower case. Default: `application/json` for `json`, else none. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The body, exactly as the server sends it. */
  readonly body?: string | Uint8Array | undefined;
  /** The body as a value, in place of `body`. */
  readonly json?: unknown;
  /** What it comes to, where that is not what `conformanceWords` says: in recordings. Key by key in place of the suite's. */
  readonly expect?: Expected<Value> | undefined;
}

/** Says that the server has no such answer, and why: a gap that whoever reads the fixtures can see. */
export interface NoAnswer {
  readonly none: string;
}

/** An answer, several that are all tried (handwritten ones and recordings), or why there is none. */
export type ConformanceFixture<Value = unknown> =
  | ConformanceAnswer<Value>
  | readonly ConformanceAnswer<Value>[]
  | NoAnswer;

/** How a call fails that the server refuses, or that breaks in the middle of its answer. */
export interface ExpectedFailure {
  readonly code: ErrorCode;
}

/**
 * The answers of one route, by the name of their scenario. One that is named as a capability is needed where the matrix says `yes`; one
 * behind a slash is needed where its capability and its feature (in brackets) are declared, unless it is said to be optional; where
 * the server has none, `{ none: 'why' }` says so. Where the matrix says `unknown`, every one is optional.
 */
export interface RouteFixtures {
  /** A whole reply: `text`, at its own end. */
  readonly chat?: ConformanceFixture<ChatResponse> | undefined;
  /** A whole reply with both tool calls [tools]. */
  readonly 'chat/tools'?: ConformanceFixture<ChatResponse> | undefined;
  /** A reply that the server keeps under `responseId` [statefulChat]. */
  readonly 'chat/stateful'?: ConformanceFixture<ChatResponse> | undefined;
  /** The same reply as a stream. One of its answers must hold bytes above 127, so that characters can be cut. */
  readonly 'chat.stream'?: ConformanceFixture<ChatResponse> | undefined;
  /** `reasoning`, then `text` [reasoning]. */
  readonly 'chat.stream/reasoning'?: ConformanceFixture<ChatResponse> | undefined;
  /** Both tool calls, their arguments in pieces where the server cuts them [tools]. */
  readonly 'chat.stream/tools'?: ConformanceFixture<ChatResponse> | undefined;
  /** A reply that ran into its limit of tokens; any text. */
  readonly 'chat.stream/length'?: ConformanceFixture<ChatResponse> | undefined;
  /** Some text, then the server's error within the stream. Any code but those of a stream that is cut. */
  readonly 'chat.stream/error'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** The model is loaded with progress, then `text` [loadProgress]. */
  readonly 'chat.stream/load'?: ConformanceFixture<ChatResponse> | undefined;
  /** The prompt is read with progress, then `text` [promptProgress]. */
  readonly 'chat.stream/prompt'?: ConformanceFixture<ChatResponse> | undefined;
  /** The server runs the tool of `toolResults` itself, then `text` [integrations]. */
  readonly 'chat.stream/integrations'?: ConformanceFixture<ChatResponse> | undefined;
  /** A whole continuation: `text`. */
  readonly completion?: ConformanceFixture<CompletionResponse> | undefined;
  /** The same as a stream. */
  readonly 'completion.stream'?: ConformanceFixture<CompletionResponse> | undefined;
  /** Some text, then the server's error within the stream. Optional. */
  readonly 'completion.stream/error'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** The three `vectors`; where each carries its place, in another order. */
  readonly embedding?: ConformanceFixture<EmbeddingResponse> | undefined;
  /** Fewer vectors than texts: `unexpected_response`. */
  readonly 'embedding/missing'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** Both `models`. `expect` is about each of them, by its place. */
  readonly 'models.list'?: ConformanceFixture<readonly ModelInfo[]> | undefined;
  /** What the server answers while the model is loaded. */
  readonly 'models.running'?: ConformanceFixture | undefined;
  /** What it answers while it is not. */
  readonly 'models.running/no'?: ConformanceFixture | undefined;
  /** The model was loaded as `instanceId`. */
  readonly 'models.load'?: ConformanceFixture<LoadedModel> | undefined;
  /** `instanceId` was unloaded. */
  readonly 'models.unload'?: ConformanceFixture<{ instanceId: string }> | undefined;
  /** The download began, as `job.jobId`. */
  readonly 'models.download'?: ConformanceFixture<DownloadJob> | undefined;
  /** There is nothing to download. Optional. */
  readonly 'models.download/present'?: ConformanceFixture<DownloadJob> | undefined;
  /** The download is half done, as in `job`. */
  readonly 'models.downloadStatus'?: ConformanceFixture<DownloadJob> | undefined;
  /** The download is done. */
  readonly 'models.downloadStatus/completed'?: ConformanceFixture<DownloadJob> | undefined;
  /** The download failed. */
  readonly 'models.downloadStatus/failed'?: ConformanceFixture<DownloadJob> | undefined;
  /** The server has no such model: `model_not_found`. */
  readonly 'error/unknown-model'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** The key is missing or wrong: `authentication`. */
  readonly 'error/unauthorised'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** The prompt is too long: `context_overflow`. Only where there is a chat or a completion. */
  readonly 'error/context-overflow'?: ConformanceFixture<ExpectedFailure> | undefined;
  /** Too many requests: `rate_limited`. Optional. */
  readonly 'error/rate-limited'?: ConformanceFixture<ExpectedFailure> | undefined;
}

/** The answers of each route of the provider. */
export interface ConformanceFixtures {
  readonly [route: string]: RouteFixtures;
}

/** Name of an answer. */
export type ScenarioName = keyof RouteFixtures;
