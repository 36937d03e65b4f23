// For applications that pass streams through HTTP: a server that sends them, and a page that reads them.
export { toResponse, type ToResponseOptions } from './to-response.js';
export { toByteStream, type ToByteStreamOptions } from './to-byte-stream.js';
export { toErrorBody, toErrorResponse, type ErrorBody, type ErrorResponseOptions } from './error-body.js';
export { readStreamEvents, type ReadStreamEventsOptions } from './read-stream-events.js';
// Also exported by '@lmux/core', from which they would add 9 kB to a page.
export { isLmError } from '../errors/guards.js';
export type { LmError } from '../errors/lm-error.js';
export type { StreamFormat, StreamFormatName, TypedEvent } from './stream-format.js';
export type { AnyStreamEvent } from '../contract/stream-event.js';
