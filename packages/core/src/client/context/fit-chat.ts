import type { ChatRequest } from '../../contract/chat.js';
import type { ContextOverflowHandler, TokenCount } from '../../contract/context-overflow.js';
import type { Message } from '../../contract/message.js';
import { chatFeatures } from '../../capability/requested-features.js';
import { supportOf } from '../../capability/support.js';
import { isLmError } from '../../errors/guards.js';
import { LmError } from '../../errors/lm-error.js';
import { overflowSizesOf } from '../../errors/overflow-sizes.js';
import { resolveTimeouts } from '../../http/resolve-timeouts.js';
import type { WithModel } from '../../provider/provider.js';
import type { CallScope } from '../../signals/call-scope.js';
import { maxTokensOf } from '../../tokens/max-tokens.js';
import type { ClientCore } from '../client-core.js';
import type { ClientInternals } from '../client-internals.js';
import type { ModelRequest } from '../client-parts.js';
import { MAX_AGE_MS } from '../models/model-knowledge.js';
import type { ModelPlanner } from '../models/model-planner.js';
import type { Pending, StartedRequest } from '../pending-request.js';
import { callOverflowHandler } from './call-overflow-handler.js';
import {
  continuesStoredChat,
  reserveOf,
  withMessages,
  withSignal,
  withWarnings,
  type ChatToFit,
} from './chat-to-fit.js';
import { canCount, chosenContextLength, contextLengthOf, countPrompt, withRemaining } from './count-prompt.js';
import { exceedsContext, explainStoredChat, overflowError } from './overflow-messages.js';
import { learnTokens } from './token-knowledge.js';
import { MAX_REFUSALS, trimChat } from './trim-chat.js';

type Chat = WithModel<ChatRequest>;

/** Plans a chat, and fits its prompt to the context of the model. */
export function fitChat(internals: ClientInternals, wanted: ModelRequest<ChatRequest>): Pending<StartedRequest<Chat>> {
  return new ChatFitter(internals, wanted).begin();
}

/**
 * Handles the prompt of one chat that may exceed the context of the model, as `contextOverflow` says: rejects it, trims it, or passes it to the
 * function of the caller.
 */
class ChatFitter {
  readonly #internals: ClientInternals;
  readonly #core: ClientCore;
  readonly #planner: ModelPlanner;
  readonly #wanted: ModelRequest<ChatRequest>;
  readonly #handler: ContextOverflowHandler | undefined;
  readonly #startedMs: number;
  /** Number of times that the server has rejected the prompt. */
  #refusals = 0;
  /** The last error with which the server rejected the prompt. */
  #refusal: LmError | undefined;
  /** The messages that the last attempt sent. */
  #sent: readonly Message[] = [];
  /** Context length that the server reported with its error. */
  #contextLength: number | undefined;

  constructor(internals: ClientInternals, wanted: ModelRequest<ChatRequest>) {
    this.#internals = internals;
    this.#core = internals.core;
    this.#planner = internals.models.open();
    this.#wanted = wanted;
    this.#handler = wanted.options.contextOverflow;
    this.#startedMs = internals.core.parts.clock.now();
  }

  /** Plans the request and fits its prompt. */
  begin(): Pending<StartedRequest<Chat>> {
    const inner = this.#planner.prepare(this.#wanted);
    const cancelInner = 'ready' in inner ? inner.cancel : undefined;
    // An abort may end the wait before `inner` is awaited.
    if ('ready' in inner) inner.ready.catch(() => {});
    return this.#pending(async (scope) => {
      const started = 'ready' in inner ? await inner.ready : { prepared: inner, warned: undefined };
      return this.#started(started, await this.#fit(started.prepared, scope));
    }, cancelInner);
  }

  /** Fits the prompt again if the server rejected it. Returns `undefined` if it cannot be fitted further. */
  #again(error: unknown, started: StartedRequest<Chat>): Pending<StartedRequest<Chat>> | undefined {
    const { prepared } = started;
    const limit = this.#handler === undefined ? MAX_REFUSALS : 1;
    if (!isLmError(error, 'context_overflow') || error.partial !== undefined) return undefined;
    if (continuesStoredChat(prepared.request)) explainStoredChat(error);
    if (!this.#mayChange(prepared) || this.#refusals >= limit) return undefined;
    this.#refusals += 1;
    this.#refusal = error;
    this.#learn(error, prepared);
    return this.#pending(async (scope) => {
      const before = this.#sent.length;
      const fitted = await this.#fit(prepared, scope);
      // The function of the caller may have shortened the contents.
      if (this.#handler === undefined && fitted.request.messages.length >= before) throw error;
      return this.#started(started, fitted);
    });
  }

  #started(started: StartedRequest<Chat>, prepared: ChatToFit): StartedRequest<Chat> {
    this.#sent = prepared.request.messages;
    prepared.slot.startedMs = this.#startedMs;
    return { ...started, prepared, again: (error) => this.#again(error, started) };
  }

  /** Learns from the sizes that the server reports with its error. */
  #learn(error: LmError, prepared: ChatToFit): void {
    const { model } = prepared.request;
    const { inputTokens, contextLength } = overflowSizesOf(error);
    // The context may have changed since the model was described.
    this.#planner.knowledge.forgetDescription(model);
    if (contextLength !== undefined) this.#planner.knowledge.learnContextLength(model, contextLength);
    this.#contextLength = contextLength ?? this.#contextLength;
    if (inputTokens !== undefined) {
      learnTokens(this.#internals, withMessages(prepared, this.#sent).request, inputTokens);
    }
  }

  #mayChange({ request }: ChatToFit): boolean {
    return !continuesStoredChat(request) && (this.#handler !== undefined || request.contextOverflow === 'trim');
  }

  /** True if the server may truncate a prompt that is too long although it must not. */
  #isUncertain({ request, call }: ChatToFit): boolean {
    const cells = this.#core.parts.matrix.routes[call.route];
    return supportOf(cells?.contextOverflowError) === 'unknown' && !continuesStoredChat(request);
  }

  #pending(
    run: (scope: CallScope) => Promise<StartedRequest<Chat>>,
    cancelInner?: () => void,
  ): Pending<StartedRequest<Chat>> {
    const { capability, options } = this.#wanted;
    const scope = this.#core.openWait(options.signal, 'fitting the prompt to the context of the model');
    const ready = async (): Promise<StartedRequest<Chat>> => {
      const { total } = resolveTimeouts(options, this.#core.parts.config, capability.endsWith('.stream'));
      scope.startTotal(total, this.#startedMs);
      try {
        return await scope.race(() => run(scope));
      } finally {
        this.#core.closeWait(scope);
      }
    };
    const cancel = (): void => {
      cancelInner?.();
      scope.fail(new LmError('closed', 'The stream was closed before the request was sent.'));
    };
    return { ready: ready(), cancel };
  }

  async #fit(prepared: ChatToFit, { signal }: CallScope): Promise<ChatToFit> {
    const { request } = prepared;
    const chosen = chosenContextLength(this.#internals, request);
    const known = chosen ?? this.#planner.knowledge.contextLengthOf(request.model);
    const isFirst = this.#refusals === 0;
    if (isFirst && known !== undefined && maxTokensOf(request) < known - reserveOf(request, known)) return prepared;
    const isUncertain = this.#isUncertain(prepared);
    if (!this.#mayChange(prepared) && !canCount(this.#internals, prepared) && !isUncertain) return prepared;
    const counted = await this.#count(prepared, request.messages, signal);
    if (this.#handler !== undefined) return this.#handled(prepared, this.#handler, { counted, signal });
    if (request.contextOverflow === 'error') {
      if (!exceedsContext(counted, isUncertain)) return prepared;
      const current = await this.#upToDate(prepared, counted, signal);
      if (exceedsContext(current, isUncertain)) throw overflowError(request, current, this.#core);
      return prepared;
    }
    const about = { counted, refusals: this.#refusals, refusal: this.#refusal, signal };
    return trimChat(this.#internals, prepared, about);
  }

  /**
   * Counts the tokens of the chat with these messages. The server may load the model for that, since the chat will use it. Estimates them if that
   * fails.
   */
  async #count(prepared: ChatToFit, messages: readonly Message[], signal: AbortSignal): Promise<TokenCount> {
    const waiting = withSignal(withMessages(prepared, messages), signal);
    const count = await countPrompt(this.#internals, waiting, true);
    return this.#contextLength === undefined ? count : withRemaining(count, waiting.request, this.#contextLength);
  }

  /** Returns the count with the context length of now, since an old description is not to reject a prompt. */
  async #upToDate(prepared: ChatToFit, counted: TokenCount, signal: AbortSignal): Promise<TokenCount> {
    const contextLength = await contextLengthOf(this.#internals, withSignal(prepared, signal), MAX_AGE_MS);
    return contextLength === undefined ? counted : withRemaining(counted, prepared.request, contextLength);
  }

  async #handled(
    prepared: ChatToFit,
    handler: ContextOverflowHandler,
    { counted, signal }: { readonly counted: TokenCount; readonly signal: AbortSignal },
  ): Promise<ChatToFit> {
    const { request } = prepared;
    const { remaining } = counted;
    if ((remaining ?? 0) >= 0 && this.#refusals === 0) return prepared;
    const fitted = (await callOverflowHandler(handler, request, {
      messages: request.messages,
      // The server rejected what was estimated to fit.
      count: remaining === undefined ? counted : { ...counted, remaining: Math.min(remaining, -1) },
      countTokens: (other) => this.#count(prepared, other, signal),
    })) as Chat;
    const resume = this.#wanted.features.filter((feature) => feature === 'resume');
    const wanted = { ...this.#wanted, request: fitted, features: [...chatFeatures(fitted), ...resume] };
    const planned = this.#planner.prepare(wanted);
    const ready = 'ready' in planned ? (await withCancel(planned, signal)).prepared : planned;
    const left = await this.#count(ready, fitted.messages, signal);
    if (exceedsContext(left)) throw overflowError(fitted, left, this.#core);
    // It is given once, and the first plan has it.
    return withWarnings(
      ready,
      prepared.call.warnings.filter(({ code }) => code === 'insecure_key'),
    );
  }
}

/** Waits until a request is planned. An abort ends its lookups. */
async function withCancel<Value>({ ready, cancel }: Pending<Value>, signal: AbortSignal): Promise<Value> {
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await ready;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
