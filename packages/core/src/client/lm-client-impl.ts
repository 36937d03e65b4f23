import type { CallOptions } from '../contract/call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature } from '../contract/capability.js';
import type { ChatInput, ChatRequest, ChatResponse } from '../contract/chat.js';
import type { CompletionRequest, CompletionResponse } from '../contract/completion.js';
import type { EmbeddingRequest, EmbeddingResponse } from '../contract/embedding.js';
import type { LmClient } from '../contract/lm-client.js';
import type { Plan } from '../contract/plan.js';
import type { CompletionStreamEvent, StreamEvent } from '../contract/stream-event.js';
import type { ChatStream, CompletionStream } from '../contract/streams.js';
import { chatFeatures, completionFeatures, embeddingFeatures } from '../capability/requested-features.js';
import { supportOf } from '../capability/support.js';
import { attachHttp } from '../http/http-slot.js';
import { splitReasoningSource } from '../events/reasoning-observer.js';
import { toTagPairs } from '../events/reasoning-tag-matcher.js';
import { splitReasoning, type SplitOptions } from '../events/split-reasoning.js';
import type { EventSourceLike, Provider, WithModel } from '../provider/provider.js';
import { checkEmbeddingRequest, normalizeChatRequest, normalizeCompletionRequest } from '../validate/check-requests.js';
import { addModelAdvice } from './add-model-advice.js';
import { setInternals, type ClientInternals } from './client-internals.js';
import type { Chat, ClientEmulation } from './client-emulation.js';
import { embedInParts } from './embed-in-parts.js';
import type { ClientCore } from './client-core.js';
import { methodOf } from './method-of.js';
import type { Prepared } from './client-parts.js';
import { explainChat } from './explain-chat.js';
import { fitChat } from './context/fit-chat.js';
import { recordChat } from './context/record-chat.js';
import { LazyModelPlanner } from './models/lazy-model-planner.js';
import { ModelsClient } from './models/models-client.js';
import { openStream } from './open-stream.js';
import { sendWhenReady, type MaybePending } from './pending-request.js';
import { UsageRing } from './context/usage-ring.js';

/** The client. It checks and plans each request and passes it to the provider. */
export class LmClientImpl implements LmClient {
  readonly provider: string;
  readonly capabilities: CapabilityMatrix;
  readonly models: ModelsClient;
  readonly #core: ClientCore;
  readonly #provider: Provider;
  readonly #models: LazyModelPlanner;
  readonly #internals: ClientInternals;
  readonly #dispose: () => Promise<void>;
  readonly #emulation: ClientEmulation | undefined;
  #closing: Promise<void> | undefined;

  /** @param dispose Closes the parts of the client. Called once. */
  constructor(core: ClientCore, dispose: () => Promise<void>, emulation: ClientEmulation | undefined) {
    this.#core = core;
    this.#emulation = emulation;
    this.#provider = core.parts.provider;
    this.#dispose = dispose;
    this.capabilities = core.parts.matrix;
    this.provider = core.parts.matrix.provider;
    this.#models = new LazyModelPlanner(core);
    this.models = new ModelsClient(core, this.#models);
    this.#internals = { core, models: this.#models, usage: new UsageRing() };
    setInternals(this, this.#internals);
  }

  chat(request: ChatInput, options: CallOptions = {}): Promise<ChatResponse> {
    return this.#core.run(() => {
      const prepared = this.#prepareChat('chat', request, options);
      return 'ready' in prepared ? sendWhenReady(this.#core, prepared, this.#chat) : this.#chat(prepared);
    }, options);
  }

  chatStream(request: ChatInput, options: CallOptions = {}): ChatStream {
    return openStream<StreamEvent, ChatResponse, Chat>(this.#core, options, {
      capability: 'chat.stream',
      prepare: () => this.#prepareChat('chat.stream', request, options),
      open: (prepared) => {
        const { request: planned, call, emulated } = prepared;
        const send = methodOf(this.#provider, 'chatStream', this.provider);
        const open = (sent: Chat): EventSourceLike<StreamEvent> => {
          const split = this.#splitOptions(sent, call.options);
          return split === undefined ? send(sent, call) : splitReasoningSource(send(sent, call), split);
        };
        const emulation = emulated.length > 0 ? this.#emulation : undefined;
        return emulation?.open(this.#core.parts, prepared, open) ?? open(planned);
      },
      onError: this.#learn,
      onResponse: this.#record,
    });
  }

  complete(request: CompletionRequest, options: CallOptions = {}): Promise<CompletionResponse> {
    return this.#core.run(() => {
      const prepared = this.#prepareCompletion('completion', request, options);
      return 'ready' in prepared ? sendWhenReady(this.#core, prepared, this.#complete) : this.#complete(prepared);
    }, options);
  }

  completeStream(request: CompletionRequest, options: CallOptions = {}): CompletionStream {
    return openStream<CompletionStreamEvent, CompletionResponse, WithModel<CompletionRequest>>(this.#core, options, {
      capability: 'completion.stream',
      prepare: () => this.#prepareCompletion('completion.stream', request, options),
      open: ({ request: planned, call }) => methodOf(this.#provider, 'completeStream', this.provider)(planned, call),
      onError: this.#learn,
    });
  }

  embed(request: EmbeddingRequest, options: CallOptions = {}): Promise<EmbeddingResponse> {
    return this.#core.run(async () => {
      this.#core.begin(options);
      checkEmbeddingRequest(request);
      const { embedModel, model } = this.#core.parts.config;
      const features = embeddingFeatures(request);
      try {
        const prepared = this.#prepare('embedding', features, request, options, embedModel ?? model);
        return await ('ready' in prepared ? sendWhenReady(this.#core, prepared, this.#embed) : this.#embed(prepared));
      } catch (error) {
        if (!request.model && !embedModel && model) addModelAdvice(error);
        throw error;
      }
    }, options);
  }

  supports(capability: Capability | ChatFeature): boolean {
    return Object.values(this.capabilities.routes).some((route) => supportOf(route[capability]) === 'yes');
  }

  explain(request: ChatInput, options: CallOptions = {}): Plan {
    try {
      this.#core.begin(options);
      return explainChat(this.#internals, this.#chatRequest(request, options), options);
    } catch (error) {
      throw this.#core.named(error);
    }
  }

  close(): Promise<void> {
    // Only the first call rejects with the failures.
    if (this.#closing !== undefined) return this.#closing.catch(() => {});
    this.#core.close();
    this.#closing = this.#dispose();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #prepareChat(capability: Capability, input: ChatInput, options: CallOptions): MaybePending<Chat> {
    this.#core.begin(options);
    const request = this.#chatRequest(input, options);
    const features = chatFeatures(request);
    if (capability === 'chat.stream' && this.#core.wantsResume(options)) features.push('resume');
    const prepared =
      (request.contextOverflow ?? 'server') === 'server'
        ? this.#prepare(capability, features, request, options)
        : fitChat(this.#internals, { capability, features, request, options, fallback: this.#core.parts.config.model });
    const emulation = request.tools === undefined ? undefined : this.#emulation;
    if (emulation === undefined || this.#core.emulateMode(options) !== 'missing') return prepared;
    return emulation.ifRefused(this.#internals, prepared, () =>
      this.#prepareChat(capability, input, { ...options, emulate: 'always' }),
    );
  }

  /** Returns the checked request, with the handling of an overlong prompt. A server that cuts such prompts must not do so for a function of the caller. */
  #chatRequest(input: ChatInput, options: CallOptions): ChatRequest {
    const request = normalizeChatRequest(input);
    const overflow = options.contextOverflow === undefined ? this.#core.parts.config.contextOverflow : 'trim';
    const isSet = request.contextOverflow !== undefined && options.contextOverflow === undefined;
    return overflow === undefined || isSet ? request : { ...request, contextOverflow: overflow };
  }

  /** Returns the options for splitting the reasoning off the text, or `undefined` if it is not to be split off. */
  #splitOptions({ responseFormat }: ChatRequest, { reasoningTags, collect }: CallOptions): SplitOptions | undefined {
    const tags = reasoningTags ?? this.#core.parts.config.reasoningTags ?? false;
    return tags === false ? undefined : { pairs: toTagPairs(tags), responseFormat, collect };
  }

  #prepareCompletion(
    capability: Capability,
    input: CompletionRequest,
    options: CallOptions,
  ): MaybePending<WithModel<CompletionRequest>> {
    this.#core.begin(options);
    const checked = normalizeCompletionRequest(input);
    // A completion cannot be trimmed.
    const isRejected = checked.contextOverflow === undefined && this.#core.parts.config.contextOverflow === 'error';
    const request: CompletionRequest = isRejected ? { ...checked, contextOverflow: 'error' } : checked;
    return this.#prepare(capability, completionFeatures(request), request, options);
  }

  /** Plans a request with its model. The result is pending if the server has to be asked first. */
  #prepare<Request extends ChatRequest | CompletionRequest | EmbeddingRequest>(
    capability: Capability,
    features: readonly ChatFeature[],
    request: Request,
    options: CallOptions,
    fallback: string | undefined = this.#core.parts.config.model,
  ): MaybePending<WithModel<Request>> {
    const model = request.model?.trim() ? request.model : fallback;
    // Chats that need nothing that depends on the model do not allocate anything here.
    const isPlain =
      Boolean(model?.trim()) &&
      !this.#core.dependsOnModel(capability, features) &&
      this.#models.current?.decides(model, capability, features) !== true;
    return isPlain
      ? this.#core.prepare(capability, features, this.#core.withModel(request, fallback), options)
      : this.#models.open().prepare({ capability, features, request, options, fallback });
  }

  // The functions that send a prepared request are created once for each client, so that no call creates one.

  readonly #chat = async (prepared: Prepared<Chat>): Promise<ChatResponse> => {
    const { request, call, emulated, slot } = prepared;
    const send = async (sent: Chat): Promise<ChatResponse> => {
      const split = this.#splitOptions(sent, call.options);
      const response = await methodOf(this.#provider, 'chat', this.provider)(sent, call);
      this.#record(prepared, response);
      return split === undefined ? response : splitReasoning(response, split);
    };
    try {
      const emulation = emulated.length > 0 ? this.#emulation : undefined;
      return attachHttp(await (emulation?.send(this.#core.parts, prepared, send) ?? send(request)), slot);
    } catch (error) {
      this.#learn(error, prepared);
      throw error;
    }
  };

  readonly #complete = async (prepared: Prepared<WithModel<CompletionRequest>>): Promise<CompletionResponse> => {
    const { request, call, slot } = prepared;
    try {
      return attachHttp(await methodOf(this.#provider, 'complete', this.provider)(request, call), slot);
    } catch (error) {
      this.#learn(error, prepared);
      throw error;
    }
  };

  readonly #embed = async (prepared: Prepared<WithModel<EmbeddingRequest>>): Promise<EmbeddingResponse> => {
    try {
      const embed = methodOf(this.#provider, 'embed', this.provider);
      return attachHttp(await embedInParts(this.#core, embed, prepared), prepared.slot);
    } catch (error) {
      this.#learn(error, prepared);
      throw error;
    }
  };

  readonly #record = (prepared: Prepared<Chat>, response: ChatResponse): void =>
    recordChat(this.#internals, prepared, response);

  readonly #learn = (error: unknown, prepared: Prepared<{ readonly model: string }>): void =>
    this.#models.learn(error, prepared);
}
