import {
  createHttpClient,
  StreamError,
  wireOptionsOf,
  type ChatRequest,
  type ChatResponse,
  type DescribedModel,
  type EmbeddingRequest,
  type Provider,
  type ProviderCall,
  type ProviderContext,
  type ProviderDescribeCall,
  type ProviderLoadCall,
  type WithModel,
} from '../../../src/provider/index.js';
import type { IncomingJson } from '../../../src/contract/json.js';
import {
  addWarnings,
  ChatEventWriter,
  CompletionEventWriter,
  decodeSource,
  type PushSource,
  type StreamDecoder,
  type StreamResume,
} from '../../../src/provider/streams/index.js';
import { GOOD_PARTS, type ProviderParts } from './provider-parts.js';
import type { WireEvent } from './wire.js';

/** Returns a required field of a response. */
function requiredText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new StreamError('unexpected_response', 'The response does not have a required field.');
}

/** A provider without mistakes, with a format of its own. Bad providers replace parts of it. */
export class GoodProvider implements Provider {
  readonly #wire: ReturnType<typeof createHttpClient>;
  readonly #context: ProviderContext;
  readonly #parts: ProviderParts;

  constructor(context: ProviderContext, parts: ProviderParts = GOOD_PARTS) {
    this.#context = context;
    this.#parts = parts;
    this.#wire = createHttpClient(wireOptionsOf(context), { provider: 'good', defaultBaseUrl: 'http://good' });
  }

  async chat(request: WithModel<ChatRequest>, call: ProviderCall): Promise<ChatResponse> {
    const { events } = await this.#post('/chat', this.#parts.encodeChat(request), call);
    return this.#whole(request, call, events as WireEvent[]);
  }

  chatStream(request: WithModel<ChatRequest>, call: ProviderCall) {
    const body = { ...this.#parts.encodeChat(request), stream: true };
    const events = (resume?: StreamResume) =>
      decodeSource(
        this.#source('/chat', body, call, resume),
        (emit: ConstructorParameters<typeof ChatEventWriter>[0]['emit']) => this.#chatDecoder(request, call, emit),
      );
    if (!call.resume) return events();
    const options = this.#parts.options(call);
    return addWarnings((warn) =>
      events({ continueFrom: (bytes) => ({ ...this.#parts.requestRest(bytes), options }), warn }),
    );
  }

  async complete(request: WithModel<{ prompt: string }>, call: ProviderCall) {
    const { events } = await this.#post('/continue', request, call);
    const { text, finishReason, usage, model, raw } = this.#whole(request, call, events as WireEvent[]);
    return { text, finishReason, ...(usage ? { usage } : {}), model, route: call.route, warnings: call.warnings, raw };
  }

  completeStream(request: WithModel<{ prompt: string }>, call: ProviderCall) {
    return decodeSource(
      this.#source('/continue', { ...request, stream: true }, call),
      (emit: ConstructorParameters<typeof CompletionEventWriter>[0]['emit']): StreamDecoder<WireEvent> => {
        const { route, warnings } = call;
        const writer = new CompletionEventWriter({ emit, model: request.model, route, warnings });
        return {
          push: (event) => this.#parts.write(writer as unknown as ChatEventWriter, event),
          end: () => writer.finish(),
          partial: () => writer.partial(),
        };
      },
    );
  }

  async embed(request: WithModel<EmbeddingRequest>, call: ProviderCall) {
    const body = await this.#post('/embed', this.#parts.encodeEmbedding(request), call);
    const vectors = (body.vectors as { at: number; vector: number[] }[]).toSorted((a, b) => a.at - b.at);
    if (vectors.length !== request.input.length) {
      throw new StreamError('unexpected_response', 'The response does not have one vector for each text.');
    }
    const embeddings = vectors.map(({ vector }) => vector);
    const { dimensions } = request;
    if (dimensions !== undefined && embeddings.some(({ length }) => length !== dimensions)) {
      throw new StreamError('unexpected_response', 'The vectors do not have the requested dimensions.');
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

  async loadModel({ model }: WithModel<object>, call: ProviderLoadCall) {
    const { id, progress } = await this.#post('/load', { model }, call, { safeToRetry: false, longRunning: true });
    for (const fraction of Array.isArray(progress) ? progress : []) call.onProgress?.({ fraction: fraction as number });
    return { instanceId: requiredText(id), type: 'llm' as const, loadSeconds: 1 };
  }

  async unloadModel(instanceId: string, call: ProviderCall) {
    return { instanceId: (await this.#post('/unload', { instanceId }, call)).id as string };
  }

  async downloadModel({ model }: WithModel<object>, call: ProviderCall) {
    const job = await this.#post('/download', { model }, call, { safeToRetry: false, longRunning: true });
    return { ...job, status: requiredText(job.status) };
  }

  async downloadStatus(jobId: string, call: ProviderCall) {
    const job = await this.#get(`/download/${encodeURIComponent(jobId)}`, call);
    return { ...job, status: requiredText(job.status) };
  }

  async describeModel(model: string, call: ProviderDescribeCall): Promise<DescribedModel> {
    const { id, can, context, max, digest } = await this.#get(`/models/${encodeURIComponent(model)}`, call);
    return {
      id: requiredText(id),
      features: can as DescribedModel['features'],
      contextLength: context as number | undefined,
      maxContextLength: max as number | undefined,
      digest: digest as string | undefined,
    };
  }

  async deleteModel(model: string, call: ProviderCall): Promise<void> {
    requiredText((await this.#post('/delete', { model }, call, { safeToRetry: false })).id);
  }

  async countTokens(request: WithModel<ChatRequest>, call: ProviderCall): Promise<number> {
    const { tokens } = await this.#post('/count', this.#parts.encodeChat(request), call);
    if (typeof tokens !== 'number') throw new StreamError('unexpected_response', 'The response has no count.');
    return tokens;
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  #chatDecoder(
    request: { readonly model: string },
    { route, warnings }: ProviderCall,
    emit: ConstructorParameters<typeof ChatEventWriter>[0]['emit'],
  ): StreamDecoder<WireEvent> {
    const { generateId } = this.#context;
    const writer = new ChatEventWriter({ emit, model: request.model, route, warnings, generateId });
    return {
      push: (event) => this.#parts.write(writer, event),
      end: () => writer.finish(),
      partial: () => writer.partial(),
    };
  }

  #whole(request: { readonly model: string }, call: ProviderCall, events: readonly WireEvent[]): ChatResponse {
    let response: ChatResponse | undefined;
    const decoder = this.#chatDecoder(request, call, (event) => {
      if (event.type === 'finish') response = event.response;
    });
    for (const event of events) decoder.push(event);
    decoder.end();
    return response as ChatResponse;
  }

  #source(path: string, body: object, call: ProviderCall, resume?: StreamResume): PushSource<WireEvent> {
    const options = this.#parts.options(call);
    return this.#wire.http.requestStream<WireEvent>({ method: 'POST', path, body, options, resume }, (emit, context) =>
      this.#parts.createDecoder(emit, context),
    );
  }

  async #post(path: string, body: object, call: ProviderCall, more: object = {}): Promise<IncomingJson> {
    const options = this.#parts.options(call);
    return (await this.#wire.http.requestJson({ method: 'POST', path, body, options, ...more })).body;
  }

  async #get(path: string, call: ProviderCall): Promise<IncomingJson> {
    return (await this.#wire.http.requestJson({ method: 'GET', path, options: this.#parts.options(call) })).body;
  }
}
