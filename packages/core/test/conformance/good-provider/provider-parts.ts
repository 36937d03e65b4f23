import {
  StreamError,
  type CallOptions,
  type ChatRequest,
  type EmbeddingRequest,
  type HttpCall,
  type ProviderCall,
  type WithModel,
} from '../../../src/provider/index.js';
import {
  SseJsonDecoder,
  type BodyDecoder,
  type ChatEventWriter,
  type ResponseContext,
} from '../../../src/provider/streams/index.js';
import type { WireEvent } from './wire.js';

/** The parts of the good provider that bad providers replace. */
export interface ProviderParts {
  /** Decodes the bytes of a stream to wire events. */
  createDecoder(emit: (event: WireEvent) => void, context: ResponseContext): BodyDecoder;
  /** Encodes a chat request as its body. */
  encodeChat(request: WithModel<ChatRequest>): Record<string, unknown>;
  /** Writes one wire event as events of the contract. */
  write(writer: ChatEventWriter, event: WireEvent): void;
  /** Encodes an embedding request as its body. */
  encodeEmbedding(request: WithModel<EmbeddingRequest>): Record<string, unknown>;
  /** Returns the request for the rest of a response from this byte on. */
  requestRest(bytes: number): Pick<HttpCall, 'method' | 'path'>;
  /** Returns the options of a call that are passed on. */
  options(call: ProviderCall): CallOptions;
}

function createDecoder(emit: (event: WireEvent) => void, context: ResponseContext): BodyDecoder {
  let ended = false;
  const format = {
    event(json: WireEvent): void {
      ended ||= json.end !== undefined;
      emit(json);
    },
    response(): void {
      throw new StreamError('unexpected_response', 'The server responded with one JSON body instead of a stream.');
    },
    isComplete: () => ended,
  };
  return new SseJsonDecoder(format, context);
}

function encodeChat({ extra, ...request }: WithModel<ChatRequest>): Record<string, unknown> {
  return { ...request, ...extra };
}

function encodeEmbedding({ extra, ...request }: WithModel<EmbeddingRequest>): Record<string, unknown> {
  return { ...request, ...extra };
}

function writeCall(writer: ChatEventWriter, { id, name, args }: NonNullable<WireEvent['call']>): void {
  const index = writer.toolCallStart(id, name);
  for (const delta of args) writer.toolCallDelta(index, delta);
  writer.toolCallEnd(index);
}

function writeCitation(writer: ChatEventWriter, cite: string): void {
  const { cites = [] } = (writer.extra ?? {}) as { cites?: string[] };
  writer.raw({ cites: [cite] }, { cites: [...cites, cite] });
}

function write(writer: ChatEventWriter, event: WireEvent): void {
  writer.start(event.model);
  if (event.load !== undefined) writer.modelLoad(event.load);
  if (event.read !== undefined) writer.promptProgress(event.read);
  if (event.think !== undefined) writer.reasoning(event.think);
  if (event.say !== undefined) writer.text(event.say);
  if (event.refuse !== undefined) writer.refusal(event.refuse);
  if (event.cite !== undefined) writeCitation(writer, event.cite);
  if (event.call !== undefined) writeCall(writer, event.call);
  if (event.ran !== undefined) {
    const { name, args, output } = event.ran;
    const toolCall = { id: 'ran', name, arguments: args, input: JSON.parse(args) as unknown };
    writer.toolResults.end({ toolCall, output });
  }
  if (event.end === undefined) return;
  const { why, input, output, kept } = event.end;
  writer.facts.finishReason = { unified: why === 'cut' ? 'length' : 'stop', raw: why };
  if (input !== undefined) writer.facts.usage = { inputTokens: input, outputTokens: output };
  writer.facts.responseId = kept;
  writer.facts.raw = event;
}

/** The parts of a provider without mistakes. */
export const GOOD_PARTS: ProviderParts = {
  createDecoder,
  encodeChat,
  encodeEmbedding,
  write,
  requestRest: (bytes) => ({ method: 'GET', path: `/responses/a?from=${bytes}` }),
  options: (call) => call.options,
};
