import {
  createHttpClient,
  StreamError,
  wireOptionsOf,
  type CallOptions,
  type ChatRequest,
  type ChatResponse,
  type EmbeddingRequest,
  type HttpCall,
  type IncomingJson,
  type Provider,
  type ProviderCall,
  type ProviderContext,
  type WithModel,
} from '../../src/provider/index.js';
import {
  ChatEventWriter,
  CompletionEventWriter,
  decodeSource,
  SseJsonDecoder,
  type ResponseContext,
  type BodyDecoder,
  type PushSource,
  type StreamDecoder,
  type StreamResume,
  addWarnings,
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

/** What an answer cannot do without. */
function needed(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new StreamError('unexpected_response', 'The server answered with JSON of something else.');
}

/** A provider that does everything right, in a format of its own. Test doubles that do something wrong replace a piece of it. */
export class GoodProvider implements Provider {
  readonly #wire: ReturnType<typeof createHttpClient>;
  readonly #context: ProviderContext;
  readonly #pieces: Pieces;

  constructor(context: ProviderContext, pieces: Pieces = PIECES) {
    this.#context = context;
    this.#pieces = pieces;
    this.#wire = createHttpClient(wireOptionsOf(context), { provider: 'good', defaultBaseUrl: 'http://good' });
  }

  async chat(request: WithModel<ChatRequest>, call: ProviderCall): Promise<ChatResponse> {
    const { events } = await this.#post('/chat', this.#pieces.encodeChat(request), call);
    return this.#whole(request, call, events as Wire[]);
  }

  chatStream(request: WithModel<ChatRequest>, call: ProviderCall) {
    const body = { ...this.#pieces.encodeChat(request), stream: true };
    const events = (resume?: StreamResume) =>
      decodeSource(
        this.#source('/chat', body, call, resume),
        (emit: ConstructorParameters<typeof ChatEventWriter>[0]['emit']) => this.#chatDecoder(request, call, emit),
      );
    if (!call.resume) return events();
    const options = this.#pieces.options(call);
    return addWarnings((warn) => events({ continueFrom: (bytes) => ({ ...this.#pieces.rest(bytes), options }), warn }));
  }

  async complete(request: WithModel<{ prompt: string }>, call: ProviderCall) {
    const { events } = await this.#post('/continue', request, call);
    const { text, finishReason, usage, model, raw } = this.#whole(request, call, events as Wire[]);
    return { text, finishReason, ...(usage ? { usage } : {}), model, route: call.route, warnings: call.warnings, raw };
  }

  completeStream(request: WithModel<{ prompt: string }>, call: ProviderCall) {
    return decodeSource(
      this.#source('/continue', { ...request, stream: true }, call),
      (emit: ConstructorParameters<typeof CompletionEventWriter>[0]['emit']): StreamDecoder<Wire> => {
        const { route, warnings } = call;
        const writer = new CompletionEventWriter({ emit, model: request.model, route, warnings });
        return {
          push: (event) => this.#pieces.write(writer as unknown as ChatEventWriter, event),
          end: () => writer.finish(),
          partial: () => writer.partial(),
        };
      },
    );
  }

  async embed(request: WithModel<EmbeddingRequest>, call: ProviderCall) {
    const body = await this.#post('/embed', this.#pieces.encodeEmbedding(request), call);
    const vectors = (body.vectors as { at: number; vector: number[] }[]).toSorted((a, b) => a.at - b.at);
    if (vectors.length !== request.input.length) {
      throw new StreamError('unexpected_response', 'The server answered with another number of vectors.');
    }
    const embeddings = vectors.map(({ vector }) => vector);
    const { dimensions } = request;
    if (dimensions !== undefined && embeddings.some(({ length }) => length !== dimensions)) {
      throw new StreamError('unexpected_response', 'The server answered with vectors of other dimensions.');
    }
    return { embeddings, model: request.model, warnings: call.warnings, raw: body };
  }

  async listModels(call: ProviderCall) {
    const body = await this.#get('/models', call);
    return (body.models as { id: string; up: boolean }[]).map((raw) => ({
      id: raw.id,
      type: 'unknown' as const,
      loaded: raw.up,
      instances: [],
      capabilities: {},
      raw,
    }));
  }

  async isModelRunning(model: string, call: ProviderCall) {
    return (await this.listModels(call)).some(({ id, loaded }) => id === model && loaded);
  }

  async loadModel({ model }: WithModel<object>, call: ProviderCall) {
    const { id } = await this.#post('/load', { model }, call, { safeToRetry: false, longRunning: true });
    return { instanceId: needed(id), type: 'llm' as const, loadSeconds: 1 };
  }

  async unloadModel(instanceId: string, call: ProviderCall) {
    return { instanceId: (await this.#post('/unload', { instanceId }, call)).id as string };
  }

  async downloadModel({ model }: WithModel<object>, call: ProviderCall) {
    const job = await this.#post('/download', { model }, call, { safeToRetry: false, longRunning: true });
    return { ...job, status: needed(job.status) };
  }

  async downloadStatus(jobId: string, call: ProviderCall) {
    const job = await this.#get(`/download/${encodeURIComponent(jobId)}`, call);
    return { ...job, status: needed(job.status) };
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  #chatDecoder(
    request: { readonly model: string },
    { route, warnings }: ProviderCall,
    emit: ConstructorParameters<typeof ChatEventWriter>[0]['emit'],
  ): StreamDecoder<Wire> {
    const { generateId } = this.#context;
    const writer = new ChatEventWriter({ emit, model: request.model, route, warnings, generateId });
    return {
      push: (event) => this.#pieces.write(writer, event),
      end: () => writer.finish(),
      partial: () => writer.partial(),
    };
  }

  #whole(request: { readonly model: string }, call: ProviderCall, events: readonly Wire[]): ChatResponse {
    let response: ChatResponse | undefined;
    const decoder = this.#chatDecoder(request, call, (event) => {
      if (event.type === 'finish') response = event.response;
    });
    for (const event of events) decoder.push(event);
    decoder.end();
    return response as ChatResponse;
  }

  #source(path: string, body: object, call: ProviderCall, resume?: StreamResume): PushSource<Wire> {
    const options = this.#pieces.options(call);
    return this.#wire.http.requestStream<Wire>({ method: 'POST', path, body, options, resume }, (emit, context) =>
      this.#pieces.createDecoder(emit, context),
    );
  }

  async #post(path: string, body: object, call: ProviderCall, more: object = {}): Promise<IncomingJson> {
    const options = this.#pieces.options(call);
    return (await this.#wire.http.requestJson({ method: 'POST', path, body, options, ...more })).body;
  }

  async #get(path: string, call: ProviderCall): Promise<IncomingJson> {
    return (await this.#wire.http.requestJson({ method: 'GET', path, options: this.#pieces.options(call) })).body;
  }
}
