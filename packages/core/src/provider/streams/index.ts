// For authors of providers whose server streams: bytes to wire values, wire values to events, and sources of both.
export type { AnswerContext, BodyDecoder, BodyDecoderFactory } from '../../http/body-decoder.js';
export { carriesError, readErrorBody } from '../../http/error-body.js';
export type { StreamResume } from '../../http/http-call.js';
export { NdjsonDecoder } from '../../http/ndjson-decoder.js';
export type { NdjsonFormat } from '../../http/ndjson-format.js';
export { SseJsonDecoder } from '../../http/sse-json-decoder.js';
export type { SseJsonFormat } from '../../http/sse-json-format.js';
export type { JsonPath } from '../../sse/json-template.js';

export { ChatEventWriter, type ChatEventWriterOptions, type ResponseFacts } from '../../stream/chat-event-writer.js';
export { CompletionEventWriter, type CompletionEventWriterOptions } from '../../stream/completion-event-writer.js';
export { decodeSource, type StreamDecoder } from '../../stream/decode-source.js';
export { decodeWhole } from '../../stream/decode-whole.js';
export type { PushSource } from '../../stream/push-source.js';
export { warnBeside } from '../../stream/warn-beside.js';
export { WireStream } from '../../stream/wire-stream.js';

export { DownloadJobs } from '../download-jobs.js';
export type { EventSourceLike } from '../provider.js';

export type { PartialResponse } from '../../contract/chat.js';
export type { CompletionStreamEvent, StreamEvent } from '../../contract/stream-event.js';
export type { EventObserver, StreamSubscription } from '../../contract/streams.js';
