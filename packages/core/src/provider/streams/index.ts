// For authors of providers with streaming: decoders from bytes to wire values, writers from wire values to events, and sources.
export type { ResponseContext, BodyDecoder, BodyDecoderFactory } from '../../decode/body-decoder.js';
export { carriesError, isFlatError, isZeroError, readErrorBody } from '../../errors/error-body.js';
export type { StreamResume } from '../../http/http-call.js';
export { NdjsonDecoder } from '../../decode/ndjson-decoder.js';
export type { NdjsonFormat } from '../../decode/json-format.js';
export { SseJsonDecoder } from '../../decode/sse-json-decoder.js';
export type { SseJsonFormat, StreamProgress } from '../../decode/json-format.js';
export type { JsonPath } from '../../decode/json-template.js';

export { ChatEventWriter } from '../../events/chat-event-writer.js';
export type { ChatEventWriterOptions } from '../../events/chat-event-writer-options.js';
export type { ResponseFacts } from '../../events/build-chat-response.js';
export { readProviderMetadata, type MetadataSource } from '../../events/provider-metadata.js';
export { CompletionEventWriter, type CompletionEventWriterOptions } from '../../events/completion-event-writer.js';
export { ValueDecoder } from '../../decode/value-decoder.js';
export { JsonBodyDecoder } from '../../decode/json-body-decoder.js';
export { decodeSource, type StreamDecoder } from '../../events/decode-source.js';
export { DecodingFormat, type WireReceiver } from '../../events/decoding-format.js';
export { WriterDecoder } from '../../events/writer-decoder.js';
export { decodeWhole } from '../../events/decode-whole.js';
export { filterMapSource, pipeSource } from '../../stream/pipe-source.js';
export type { PushSource } from '../../stream/push-source.js';
export { withLinkedSignal } from '../../signals/with-linked-signal.js';
export { addWarnings } from '../../events/add-warnings.js';
export { WireStream } from '../../stream/wire-stream.js';
export { PushEventStream } from '../../stream/push-event-stream.js';
export { isRefusedRedirect } from '../../errors/refused-redirect.js';
export { safeText } from '../../errors/redact.js';
export { defineHidden } from '../../errors/lm-error.js';
export { attachPartial } from '../../errors/stream-error.js';
export { abortedError } from '../../errors/aborted-error.js';
export { toLmError } from '../../errors/guards.js';
export {
  anything,
  checkKeys,
  checkObject,
  isArray,
  isBoolean,
  isNonNegative,
  isPositiveInteger,
  isString,
  oneOf,
  shown,
  shownWord,
  type Check,
  type Checks,
} from '../../validate/check.js';

export { DownloadJobs } from '../download-jobs.js';
export type { EventSourceLike } from '../provider.js';

export type { ObjectSchema, ValidationResult } from '../../contract/standard-schema.js';
export type { PartialResponse } from '../../contract/chat.js';
export type { CompletionStreamEvent, StreamEvent } from '../../contract/stream-event.js';
export type { EventObserver, StreamSubscription } from '../../contract/streams.js';
