import type { CallOptions } from '../contract/call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature } from '../contract/capability.js';
import type { ChatInput, ChatRequest, ChatResponse } from '../contract/chat.js';
import type { CompletionRequest, CompletionResponse } from '../contract/completion.js';
import type { EmbeddingRequest, EmbeddingResponse } from '../contract/embedding.js';
import type { LmClient } from '../contract/lm-client.js';
import type { Plan } from '../contract/plan.js';
import type { CompletionStreamEvent, StreamEvent } from '../contract/stream-event.js';
import type { ChatStream, CompletionStream } from '../contract/streams.js';
import { appendSentence } from '../errors/edit-message.js';
import { isApiError } from '../errors/guards.js';
import { chatFeatures, completionFeatures, embeddingFeatures } from '../capability/requested-features.js';
import { supportOf } from '../capability/support.js';
import { attachHttp, type HttpSlot } from '../http/http-slot.js';
import type { InsecureServer } from '../http/insecure-key.js';
import { withoutOutput } from '../events/omit-output.js';
import { splitReasoningSource } from '../events/reasoning-observer.js';
import { toTagPairs } from '../events/reasoning-tag-matcher.js';
import { splitReasoning, type SplitOptions } from '../events/split-reasoning.js';
import type { EventSourceLike, Provider } from '../provider/provider.js';
import { PushEventStream } from '../stream/push-event-stream.js';
import { toPushSource } from '../stream/to-push-source.js';
import { checkEmbeddingRequest, normalizeChatRequest, normalizeCompletionRequest } from '../validate/check-requests.js';
import { embedInParts } from './embed-in-parts.js';
import { superviseSubscription } from './supervise-subscription.js';
import { methodOf, type ClientCore, type Prepared } from './client-core.js';
import { ModelsClient } from './models-client.js';

/** The client. It checks and plans each request and passes it to the provider. */
export class LmClientImpl implements LmClient {
  readonly provider: string;
  readonly capabilities: CapabilityMatrix;
  readonly models: ModelsClient;
  readonly #core: ClientCore;
  readonly #provider: Provider;
  readonly #dispose: () => Promise<void>;
  #closing: Promise<void> | undefined;

  /** @param dispose Closes the parts of the client. Called once. */
  constructor(core: ClientCore, dispose: () => Promise<void>) {
    this.#core = core;
    this.#provider = core.parts.provider;
    this.#dispose = dispose;
    this.capabilities = core.parts.matrix;
    this.provider = core.parts.matrix.provider;
    this.models = new ModelsClient(core);
  }

  chat(request: ChatInput, options: CallOptions = {}): Promise<ChatResponse> {
    return this.#core.run(async () => {
      const { request: planned, call, slot } = this.#prepareChat('chat', request, options);
      const split = this.#splitOptions(planned, call.options);
      const response = await methodOf(this.#provider, 'chat', this.provider)(planned, call);
      return attachHttp(split === undefined ? response : splitReasoning(response, split), slot);
    }, options);
  }

  chatStream(request: ChatInput, options: CallOptions = {}): ChatStream {
    return openStream<StreamEvent, ChatResponse>(
      this.#core,
      'chat.stream',
      () => {
        const { request: planned, call, slot } = this.#prepareChat('chat.stream', request, options);
        const split = this.#splitOptions(planned, call.options);
        const source = methodOf(this.#provider, 'chatStream', this.provider)(planned, call);
        return { source: split === undefined ? source : splitReasoningSource(source, split), slot };
      },
      options,
    );
  }

  complete(request: CompletionRequest, options: CallOptions = {}): Promise<CompletionResponse> {
    return this.#core.run(async () => {
      const { request: planned, call, slot } = this.#prepareCompletion('completion', request, options);
      return attachHttp(await methodOf(this.#provider, 'complete', this.provider)(planned, call), slot);
    }, options);
  }

  completeStream(request: CompletionRequest, options: CallOptions = {}): CompletionStream {
    return openStream<CompletionStreamEvent, CompletionResponse>(
      this.#core,
      'completion.stream',
      () => {
        const { request: planned, call, slot } = this.#prepareCompletion('completion.stream', request, options);
        return { source: methodOf(this.#provider, 'completeStream', this.provider)(planned, call), slot };
      },
      options,
    );
  }

  embed(request: EmbeddingRequest, options: CallOptions = {}): Promise<EmbeddingResponse> {
    return this.#core.run(async () => {
      this.#core.begin(options);
      checkEmbeddingRequest(request);
      const { embedModel, model } = this.#core.parts.config;
      const complete = this.#core.withModel(request, embedModel ?? model);
      const prepared = this.#core.prepare('embedding', embeddingFeatures(request), complete, options);
      try {
        const embed = methodOf(this.#provider, 'embed', this.provider);
        return attachHttp(await embedInParts(this.#core, embed, prepared), prepared.slot);
      } catch (error) {
        if (!request.model && !embedModel) addModelAdvice(error);
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
      const checked = normalizeChatRequest(request);
      return this.#core.plan('chat', chatFeatures(checked), checked, options);
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

  #prepareChat(
    capability: Capability,
    input: ChatInput,
    options: CallOptions,
  ): Prepared<ChatRequest & { model: string }> {
    this.#core.begin(options);
    const request = normalizeChatRequest(input);
    const features = chatFeatures(request);
    if (capability === 'chat.stream' && this.#core.wantsResume(options)) features.push('resume');
    return this.#core.prepare(capability, features, this.#core.withModel(request), options);
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
  ): Prepared<CompletionRequest & { model: string }> {
    this.#core.begin(options);
    const request = normalizeCompletionRequest(input);
    return this.#core.prepare(capability, completionFeatures(request), this.#core.withModel(request), options);
  }
}

/** Adds the next step to the error of an embedding with the model for chats, which many servers cannot use for embeddings. */
function addModelAdvice(error: unknown): void {
  const isAboutModel =
    isApiError(error) && (error.code === 'invalid_request' || error.code === 'model_not_found' || error.status === 501);
  if (isAboutModel) {
    const advice =
      'The model is "model" of the configuration. Set "embedModel" there, or "model" in the request, to an embedding model.';
    appendSentence(error, advice);
  }
}

/**
 * Returns a stream whose request is checked, planned and sent when the stream is first read. Every error is reported there, with the id of
 * the provider.
 */
function openStream<Event extends { readonly type: string }, Response>(
  core: ClientCore,
  capability: Capability,
  prepare: () => { readonly source: EventSourceLike<Event>; readonly slot: HttpSlot },
  options: CallOptions,
): PushEventStream<Event, Response> {
  let warned: InsecureServer | undefined;
  let slot: HttpSlot | undefined;
  return new PushEventStream<Event, Response>(
    {
      subscribe(observer) {
        const { result, ...started } = core.start(prepare);
        ({ warned } = started);
        ({ slot } = result);
        const { source } = result;
        const receiver = options.collect === false ? withoutOutput(observer) : observer;
        const subscription = ('subscribe' in source ? source : toPushSource(source)).subscribe(receiver);
        // The sources of `HttpClient` have both themselves.
        if (subscription.dropped !== undefined) return subscription;
        const { clock, logger, config, matrix } = core.parts;
        const limitMs = options.timeouts?.consumer ?? config.timeouts?.consumer ?? 0;
        const call = `${capability} of ${matrix.provider}`;
        return superviseSubscription(subscription, { clock, logger, observer, limitMs, call });
      },
    },
    {
      toError(error) {
        // JavaScript callers may pass something else than an object. Reading then rejects it.
        const failure = core.named(error, options?.signal);
        // Otherwise, the consumer has received the warning.
        if (failure.partial === undefined) core.warnAgain(warned);
        return failure;
      },
      onResponse: (response) => slot && attachHttp(response, slot),
    },
  );
}
