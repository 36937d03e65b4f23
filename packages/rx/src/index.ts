export { rx, type RxClient } from './rx.js';
export type { ModelFeatures } from './model-features.js';
export type { RxModels } from './rx-models.js';
export type { RxObjects } from './rx-objects.js';
export type { RxTools } from './rx-tools.js';
export { contextBudget, type ContextBudget } from './context-budget.js';
export { fromResponse } from './from-response.js';
export { fromStream } from './from-stream.js';

export { accumulate, type AccumulateOptions, type ChatSnapshot, type ChatStatus } from './operators/accumulate.js';
export { retryBeforeFirstToken, type RetryBeforeFirstTokenPolicy } from './operators/retry-before-first-token.js';
export {
  finalResponse,
  reasoningDeltas,
  refusalDeltas,
  textDeltas,
  toolCalls,
  type ResponseOf,
} from './operators/select-from-events.js';
export { throughput, type ThroughputOptions } from './operators/throughput.js';
export { toSse, type SseMessage, type ToSseOptions } from './operators/to-sse.js';
export { verifyEvents } from './operators/verify-events.js';
