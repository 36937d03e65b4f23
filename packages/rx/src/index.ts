export { rx, type RxClient } from './rx.js';
export type { RxModels } from './rx-models.js';
export { fromStream } from './from-stream.js';

export { accumulate, type ChatSnapshot, type ChatStatus } from './operators/accumulate.js';
export { finalResponse, type ResponseOf } from './operators/final-response.js';
export { reasoningDeltas } from './operators/reasoning-deltas.js';
export { retryBeforeFirstToken, type RetryBeforeFirstTokenPolicy } from './operators/retry-before-first-token.js';
export { textDeltas } from './operators/text-deltas.js';
export { throughput, type ThroughputOptions } from './operators/throughput.js';
export { toolCalls } from './operators/tool-calls.js';
export { verifyEvents } from './operators/verify-events.js';
