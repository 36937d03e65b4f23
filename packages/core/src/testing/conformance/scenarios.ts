import type { CallOptions } from '../../contract/call-options.js';
import type { ChatFeature, Operation } from '../../contract/capability.js';
import type { ChatRequest } from '../../contract/chat.js';
import type { ErrorCode } from '../../errors/error-code.js';
import type { ScenarioName } from './conformance-fixtures.js';
import { conformanceValues } from './conformance-values.js';

const { model, text, reasoning, refusal, usage, toolCalls, toolResults, responseId, vectors, models, instanceId, job } =
  conformanceValues;

/** The tools of chat requests. */
export const TOOLS: NonNullable<ChatRequest['tools']> = [
  {
    name: 'get_weather',
    description: 'The weather of a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
  {
    name: 'get_time',
    description: 'The time in a zone.',
    parameters: { type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] },
  },
];

/** A request, and the result that its response must produce. */
export interface Scenario {
  readonly capability: Operation;
  /** The feature of the scenario. Routes that deny it skip the scenario. */
  readonly feature?: ChatFeature | undefined;
  /** True if the fixture is optional. */
  readonly optional?: boolean | undefined;
  /** True if lmux makes the result of the scenario from its feature. The fixture is then required unless the route denies the feature. */
  readonly emulated?: boolean | undefined;
  /** Fields that are added to the request. */
  readonly request?: Partial<ChatRequest> | undefined;
  /** Options of the call. */
  readonly options?: CallOptions | undefined;
  /** The part of the result that is known in advance. */
  readonly expected: object;
  /** Types of events that the stream must contain. */
  readonly events?: readonly string[] | undefined;
  /** True if the call must fail. */
  readonly fails?: boolean | undefined;
}

const TEXT = { text, finishReason: { unified: 'stop' }, usage };
const CALLS = { toolCalls, finishReason: { unified: 'tool-calls' } };
const REFUSED = { text: '', refusal, finishReason: { unified: 'content-filter' } };
const LENGTH = { finishReason: { unified: 'length' } };

/** A call with emulated tools. Several calls in one response have to be requested. */
const EMULATED = {
  feature: 'jsonSchema',
  emulated: true,
  request: { tools: TOOLS, parallelToolCalls: true },
  options: { emulate: 'always' },
  expected: CALLS,
} as const satisfies Partial<Scenario>;

type ErrorName = Extract<ScenarioName, `error/${string}`>;

/** The scenarios by name, except error responses. */
export const SCENARIOS: { readonly [Name in Exclude<ScenarioName, ErrorName>]-?: Scenario } = {
  chat: { capability: 'chat', expected: TEXT },
  'chat/tools': { capability: 'chat', feature: 'tools', request: { tools: TOOLS }, expected: CALLS },
  'chat/emulated-tools': { capability: 'chat', ...EMULATED },
  'chat/stateful': {
    capability: 'chat',
    feature: 'statefulChat',
    request: { store: true },
    expected: { ...TEXT, responseId },
  },
  'chat/refusal': { capability: 'chat', optional: true, expected: REFUSED },
  'chat.stream': { capability: 'chat.stream', expected: TEXT, events: ['text-delta'] },
  'chat.stream/reasoning': {
    capability: 'chat.stream',
    feature: 'reasoning',
    request: { reasoning: 'low' },
    expected: { text, reasoning, finishReason: { unified: 'stop' } },
    events: ['reasoning-delta', 'text-delta'],
  },
  'chat.stream/tools': {
    capability: 'chat.stream',
    feature: 'tools',
    request: { tools: TOOLS },
    expected: CALLS,
    events: ['tool-call-end'],
  },
  'chat.stream/emulated-tools': { capability: 'chat.stream', ...EMULATED, events: ['tool-call-end'] },
  'chat.stream/refusal': {
    capability: 'chat.stream',
    optional: true,
    expected: REFUSED,
    events: ['refusal-delta'],
  },
  'chat.stream/length': { capability: 'chat.stream', request: { maxOutputTokens: 3 }, expected: LENGTH },
  'chat.stream/error': { capability: 'chat.stream', expected: {}, fails: true },
  'chat.stream/load': {
    capability: 'chat.stream',
    feature: 'loadProgress',
    expected: { text },
    events: ['model-load-start', 'model-load-progress', 'model-load-end'],
  },
  'chat.stream/prompt': {
    capability: 'chat.stream',
    feature: 'promptProgress',
    expected: { text },
    events: ['prompt-start', 'prompt-progress', 'prompt-end'],
  },
  'chat.stream/integrations': {
    capability: 'chat.stream',
    feature: 'integrations',
    request: { integrations: ['mcp/conformance'] },
    expected: { text, toolResults },
    events: ['tool-result-start', 'tool-result-input', 'tool-result'],
  },
  completion: { capability: 'completion', expected: TEXT },
  'completion.stream': { capability: 'completion.stream', expected: TEXT, events: ['text-delta'] },
  'completion.stream/error': { capability: 'completion.stream', optional: true, expected: {}, fails: true },
  embedding: { capability: 'embedding', expected: { embeddings: vectors } },
  'embedding/missing': { capability: 'embedding', expected: { code: 'unexpected_response' }, fails: true },
  'models.list': { capability: 'models.list', expected: models },
  'models.running': { capability: 'models.running', expected: [true] },
  'models.running/no': { capability: 'models.running', expected: [false] },
  'models.load': { capability: 'models.load', expected: { instanceId } },
  'models.unload': { capability: 'models.unload', expected: { instanceId } },
  'models.download': { capability: 'models.download', expected: { jobId: job.jobId, status: 'downloading' } },
  'models.download/present': {
    capability: 'models.download',
    optional: true,
    expected: { status: 'already_downloaded' },
  },
  'models.downloadStatus': {
    capability: 'models.downloadStatus',
    expected: { ...job, status: 'downloading', fraction: 0.5 },
  },
  'models.downloadStatus/completed': {
    capability: 'models.downloadStatus',
    expected: { status: 'completed', fraction: 1 },
  },
  'models.downloadStatus/failed': { capability: 'models.downloadStatus', expected: { status: 'failed' } },
  // The values are those of the fixture, since models differ in what they support.
  'models.describe': { capability: 'models.describe', expected: {} },
  'models.describe/lacks': { capability: 'models.describe', optional: true, expected: {} },
  'models.describe/silent': { capability: 'models.describe', optional: true, expected: {} },
  'models.delete': { capability: 'models.delete', expected: { model } },
  'tokens.count': { capability: 'tokens.count', expected: { exact: true, source: 'server' } },
};

/** An error response of the server. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly optional?: boolean | undefined;
  /** The capabilities that can fail with this error. Default: all. */
  readonly capabilities?: readonly Operation[] | undefined;
}

const WITH_PROMPT: readonly Operation[] = ['chat', 'chat.stream', 'completion', 'completion.stream'];

/** The error responses that every server has, by scenario. */
export const REFUSALS: { readonly [Name in ErrorName]-?: Refusal } = {
  'error/unknown-model': { code: 'model_not_found' },
  'error/unauthorized': { code: 'authentication' },
  'error/context-overflow': { code: 'context_overflow', capabilities: WITH_PROMPT },
  'error/rate-limited': { code: 'rate_limited', optional: true },
};
