import {
  StreamError,
  type CallOptions,
  type ChatRequest,
  type EmbeddingRequest,
  type HttpCall,
  type ProviderCall,
  type WithModel,
} from '../../src/provider/index.js';
import {
  type ChatEventWriter,
  SseJsonDecoder,
  type ResponseContext,
  type BodyDecoder,
} from '../../src/provider/streams/index.js';
import type { Wire } from './wire.js';

/** Parts of the good provider that a bad one replaces. */
export interface Pieces {
  /** Bytes of a stream to wire events. */
  createDecoder(emit: (event: Wire) => void, context: ResponseContext): BodyDecoder;
  /** A chat in the words of the wire. */
  encodeChat(request: WithModel<ChatRequest>): Record<string, unknown>;
  /** One wire event to the contract's. */
  write(writer: ChatEventWriter, event: Wire): void;
  /** An embedding in the words of the wire. */
  encodeEmbedding(request: WithModel<EmbeddingRequest>): Record<string, unknown>;
  /** The rest of an answer, from this byte on. */
  rest(bytes: number): Pick<HttpCall, 'method' | 'path'>;
  /** Settings of a call as they are handed on. */
  options(call: ProviderCall): CallOptions;
}

function createDecoder(emit: (event: Wire) => void, context: ResponseContext): BodyDecoder {
  let ended = false;
  const format = {
    event(json: Wire): void {
      ended ||= json.end !== undefined;
      emit(json);
    },
    whole(): void {
      throw new StreamError('unexpected_response', 'The server answered with one body.');
    },
    complete: () => ended,
  };
  return new SseJsonDecoder(format, context);
}

function encodeChat({ extra, ...request }: WithModel<ChatRequest>): Record<string, unknown> {
  return { ...request, ...extra };
}

function encodeEmbedding({ extra, ...request }: WithModel<EmbeddingRequest>): Record<string, unknown> {
  return { ...request, ...extra };
}

function writeCall(writer: ChatEventWriter, { id, name, args }: NonNullable<Wire['call']>): void {
  const index = writer.toolCallStart(id, name);
  for (const piece of args) writer.toolCallDelta(index, piece);
  writer.toolCallEnd(index);
}

function write(writer: ChatEventWriter, event: Wire): void {
  writer.start(event.model);
  if (event.load !== undefined) writer.modelLoad(event.load);
  if (event.read !== undefined) writer.promptProgress(event.read);
  if (event.think !== undefined) writer.reasoning(event.think);
  if (event.say !== undefined) writer.text(event.say);
  if (event.call !== undefined) writeCall(writer, event.call);
  if (event.ran !== undefined) {
    const { name, args, output } = event.ran;
    const toolCall = { id: 'ran', name, arguments: args, input: JSON.parse(args) as unknown };
    writer.toolResult({ toolCall, output });
  }
  if (event.end === undefined) return;
  const { why, input, output, kept } = event.end;
  writer.facts.finishReason = { unified: why === 'cut' ? 'length' : 'stop', raw: why };
  if (input !== undefined) writer.facts.usage = { inputTokens: input, outputTokens: output };
  writer.facts.responseId = kept;
  writer.facts.raw = event;
}

export const PIECES: Pieces = {
  createDecoder,
  encodeChat,
  encodeEmbedding,
  write,
  rest: (bytes) => ({ method: 'GET', path: `/answers/a?from=${bytes}` }),
  options: (call) => call.options,
};
