import type { Capability, ChatFeature } from '../../contract/capability.js';
import type { ChatRequest } from '../../contract/chat.js';
import type { ErrorCode } from '../../errors/error-code.js';
import type { ScenarioName } from './conformance-fixtures.js';
import { conformanceWords } from './conformance-words.js';

const { text, reasoning, usage, toolCalls, toolResults, responseId, vectors, models, instanceId, job } =
  conformanceWords;

/** The tools that chats offer. */
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

/** One story: what is asked for and what it has to come to. */
export interface Scenario {
  readonly capability: Capability;
  /** Told only where the route has this too. */
  readonly feature?: ChatFeature | undefined;
  /** Whether a route may lack it without a word. */
  readonly optional?: boolean | undefined;
  /** Set in the request besides the messages. */
  readonly request?: Partial<ChatRequest> | undefined;
  /** As much of the response as is known. */
  readonly expected: object;
  /** Events that must be among those of the stream. */
  readonly events?: readonly string[] | undefined;
  /** Whether it fails, with any error of the server. */
  readonly fails?: boolean | undefined;
}

const REPLY = { text, finishReason: { unified: 'stop' }, usage };
const CALLS = { toolCalls, finishReason: { unified: 'tool-calls' } };
const LENGTH = { finishReason: { unified: 'length' } };

type ErrorName = Extract<ScenarioName, `error/${string}`>;

/** The stories, by name. */
export const SCENARIOS: { readonly [Name in Exclude<ScenarioName, ErrorName>]-?: Scenario } = {
  chat: { capability: 'chat', expected: REPLY },
  'chat/tools': { capability: 'chat', feature: 'tools', request: { tools: TOOLS }, expected: CALLS },
  'chat/stateful': {
    capability: 'chat',
    feature: 'statefulChat',
    request: { store: true },
    expected: { ...REPLY, responseId },
  },
  'chat.stream': { capability: 'chat.stream', expected: REPLY, events: ['text-delta'] },
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
    events: ['tool-result'],
  },
  completion: { capability: 'completion', expected: REPLY },
  'completion.stream': { capability: 'completion.stream', expected: REPLY, events: ['text-delta'] },
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
};

/** How a server refuses, by the name of its answer. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly optional?: boolean | undefined;
  /** Only where one of these is declared. Default: any capability. */
  readonly capabilities?: readonly Capability[] | undefined;
}

const PROMPTED: readonly Capability[] = ['chat', 'chat.stream', 'completion', 'completion.stream'];

/** The refusals that every server has. */
export const REFUSALS: { readonly [Name in ErrorName]-?: Refusal } = {
  'error/unknown-model': { code: 'model_not_found' },
  'error/unauthorised': { code: 'authentication' },
  'error/context-overflow': { code: 'context_overflow', capabilities: PROMPTED },
  'error/rate-limited': { code: 'rate_limited', optional: true },
};
