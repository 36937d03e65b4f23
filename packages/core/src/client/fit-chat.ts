import type { ChatRequest } from '../contract/chat.js';
import type { ContextOverflowHandler, TokenCount } from '../contract/context-overflow.js';
import type { Message } from '../contract/message.js';
import type { Warning } from '../contract/warning.js';
import { chatFeatures } from '../capability/requested-features.js';
import { supportOf } from '../capability/support.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { overflowSizesOf } from '../errors/overflow-sizes.js';
import { resolveTimeouts } from '../http/resolve-timeouts.js';
import type { WithModel } from '../provider/provider.js';
import { optionalResult } from '../provider/optional-result.js';
import type { CallScope } from '../signals/call-scope.js';
import { maxTokensOf } from '../tokens/max-tokens.js';
import { trimHistory } from '../tokens/trim-history.js';
import { normalizeChatRequest } from '../validate/check-requests.js';
import { callOverflowHandler } from './call-overflow-handler.js';
import type { ClientCore } from './client-core.js';
import type { ModelRequest, Prepared } from './client-parts.js';
import type { ClientInternals } from './client-internals.js';
import { canCount, countInput, countPrompt, estimatePrompt, type CountedCall } from './count-prompt.js';
import type { ModelPlanner } from './model-planner.js';
import { overflowError, trimmedWarning } from './overflow-messages.js';
import type { Pending, StartedRequest } from './pending-request.js';
import { learnTokens } from './token-knowledge.js';

type Chat = WithModel<ChatRequest>;

/** Maximum number of times that a trimmed chat is trimmed further, because the server still rejects it. */
const MAX_REFUSALS = 4;

/** The share of the context that is left for the response if `maxOutputTokens` is not set. */
const RESPONSE_SHARE = 0.1;

/** Share of the bound of an estimate that is added to it at first. The server rejects what is still too long, which costs less than trimming too much. */
const FIRST_MARGIN = 0.5;

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
  /** Number of times that the server has rejected the prompt. */
  #refusals = 0;
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
  }

  /** Plans the request and fits its prompt. */
  begin(): Pending<StartedRequest<Chat>> {
    const inner = this.#planner.prepare(this.#wanted);
    const scope = this.#core.openWait(this.#wanted.options.signal, 'fitting the prompt to the context of the model');
    const fit = async (): Promise<StartedRequest<Chat>> => {
      const started = 'ready' in inner ? await inner.ready : { prepared: inner, warned: undefined };
      return this.#started(started, await this.#fit(started.prepared, scope));
    };
    const cancel = (): void => {
      if ('ready' in inner) inner.cancel();
      scope.fail(new LmError('closed', 'The stream was closed before the request was sent.'));
    };
    return { ready: this.#within(scope, fit), cancel };
  }

  #started(started: StartedRequest<Chat>, prepared: Prepared<Chat>): StartedRequest<Chat> {
    this.#sent = prepared.request.messages;
    return { ...started, prepared, again: (error) => this.#again(error, started) };
  }

  /** Fits the prompt again if the server rejected it. Returns `undefined` if it cannot be fitted further. */
  #again(error: unknown, started: StartedRequest<Chat>): Pending<StartedRequest<Chat>> | undefined {
    const isOver = isLmError(error, 'context_overflow') && error.partial === undefined;
    const limit = this.#handler === undefined ? MAX_REFUSALS : 1;
    if (!isOver || !this.#mayChange(started.prepared) || this.#refusals >= limit) return undefined;
    this.#refusals += 1;
    // The context may have changed since the model was described.
    this.#planner.knowledge.forgetTold();
    this.#learn(error, started.prepared);
    const scope = this.#core.openWait(this.#wanted.options.signal, 'fitting the prompt to the context of the model');
    const fit = async (): Promise<StartedRequest<Chat>> => {
      const before = this.#sent.length;
      const prepared = await this.#fit(started.prepared, scope);
      if (prepared.request.messages.length >= before) throw error;
      return this.#started(started, prepared);
    };
    const cancel = (): void => scope.fail(new LmError('closed', 'The stream was closed.'));
    return { ready: this.#within(scope, fit), cancel };
  }

  /** Learns from the sizes that the server reports with its error. */
  #learn(error: unknown, prepared: Prepared<Chat>): void {
    const { inputTokens, contextLength } = overflowSizesOf(error);
    this.#contextLength = contextLength ?? this.#contextLength;
    if (inputTokens !== undefined) {
      learnTokens(this.#internals, withMessages(prepared, this.#sent).request, inputTokens);
    }
  }

  #mayChange({ request }: Prepared<Chat>): boolean {
    return this.#handler !== undefined || request.contextOverflow === 'trim';
  }

  async #within<T>(scope: CallScope, run: () => Promise<T>): Promise<T> {
    const isStream = this.#wanted.capability.endsWith('.stream');
    scope.startTotal(resolveTimeouts(this.#wanted.options, this.#core.parts.config, isStream).total);
    try {
      return await scope.race(run);
    } finally {
      this.#core.closeWait(scope);
    }
  }

  async #fit(prepared: Prepared<Chat>, { signal }: CallScope): Promise<Prepared<Chat>> {
    const { request } = prepared;
    const known = request.contextLength ?? this.#planner.knowledge.contextLengthOf(request.model);
    const isFirst = this.#refusals === 0;
    if (isFirst && known !== undefined && maxTokensOf(request) < known - reserveOf(request, known)) return prepared;
    if (!this.#mayChange(prepared) && !canCount(this.#internals, prepared)) return prepared;
    const counted = await this.#count(withSignal(prepared, signal));
    if (this.#handler !== undefined) return this.#handled(prepared, counted, signal);
    if (request.contextOverflow === 'error') return rejectOverflow(prepared, counted, this.#core);
    return this.#trimmed(prepared, counted, signal);
  }

  async #trimmed(prepared: Prepared<Chat>, counted: TokenCount, signal: AbortSignal): Promise<Prepared<Chat>> {
    const { request } = prepared;
    const limit = this.#limitOf(request, counted);
    if (limit === undefined) return prepared;
    // With the part of its bound by which an estimate may be too low. It grows when the server rejects the prompt.
    const margin = this.#isRefused(prepared) ? FIRST_MARGIN * 2 ** this.#refusals : 1;
    const upper = ({ inputTokens, bound }: TokenCount): number =>
      inputTokens + margin * (bound ?? (this.#refusals * inputTokens) / 20);
    const trimmed = await trimHistory(request.messages, {
      remaining: limit - upper(counted),
      count: async (messages) =>
        upper(messages === request.messages ? counted : await this.#countInput(prepared, messages, signal)),
    });
    if (trimmed.remaining < 0) {
      const least = await this.#countInput(prepared, trimmed.messages, signal);
      // An estimate that may be too high is left to the server.
      if (least.exact || least.inputTokens - (least.bound ?? 0) > limit) {
        throw overflowError(
          request,
          { ...least, contextLength: this.#contextLength ?? counted.contextLength },
          this.#core,
          'Even without its earlier turns, the prompt',
        );
      }
    }
    if (trimmed.removed.length === 0) return prepared;
    const warning = trimmedWarning(trimmed.removed.length, counted);
    return withWarning(withMessages(prepared, trimmed.messages), warning);
  }

  /** True if the server can be told to reject a prompt that is too long, so that an estimate may be too low. */
  #isRefused({ call }: Prepared<Chat>): boolean {
    return supportOf(this.#core.parts.matrix.routes[call.route]?.contextOverflowError) !== 'no';
  }

  /** Counts the tokens of a prompt. The server may load the model for that, since the chat will use it. Estimates them if that fails. */
  async #count(counted: CountedCall): Promise<TokenCount> {
    const count = await optionalResult(countPrompt(this.#internals, counted, true));
    return count ?? estimatePrompt(this.#internals, counted.request);
  }

  /** Counts the tokens of the request with other messages, without the context length, which is known by then. */
  #countInput(prepared: Prepared<Chat>, messages: readonly Message[], signal: AbortSignal): Promise<TokenCount> {
    return countInput(this.#internals, withMessages(withSignal(prepared, signal), messages), true);
  }

  /** Returns the number of tokens that the prompt may have, or `undefined` if it is not known. */
  #limitOf(request: Chat, { inputTokens, ...counted }: TokenCount): number | undefined {
    const contextLength = this.#contextLength ?? counted.contextLength;
    if (contextLength !== undefined) return contextLength - reserveOf(request, contextLength);
    // The server rejected the prompt and does not tell its context length.
    return this.#refusals === 0 ? undefined : Math.floor(inputTokens * 0.75 ** this.#refusals);
  }

  async #handled(prepared: Prepared<Chat>, counted: TokenCount, signal: AbortSignal): Promise<Prepared<Chat>> {
    const { request } = prepared;
    const { remaining = 0 } = counted;
    if (this.#handler === undefined || (remaining >= 0 && this.#refusals === 0)) return prepared;
    const messages = await callOverflowHandler(this.#handler, {
      messages: request.messages,
      // The server rejected what was estimated to fit.
      count: { ...counted, remaining: Math.min(remaining, -1) },
      countTokens: (other) => this.#count(withMessages(withSignal(prepared, signal), other)),
    });
    const fitted = normalizeChatRequest({ ...request, messages }) as Chat;
    const wanted = { ...this.#wanted, request: fitted, features: chatFeatures(fitted) };
    const again = this.#planner.prepare(wanted);
    const { prepared: planned } = 'ready' in again ? await again.ready : { prepared: again };
    const left = await this.#count(withSignal(planned, signal));
    if (left.exact && (left.remaining ?? 0) < 0) throw overflowError(fitted, left, this.#core);
    return planned;
  }
}

function withSignal(prepared: Prepared<Chat>, signal: AbortSignal): Prepared<Chat> {
  const { call } = prepared;
  return { ...prepared, call: { ...call, options: { ...call.options, signal } } };
}

/** Returns the number of tokens of the context that are left for the response. */
function reserveOf({ maxOutputTokens }: ChatRequest, contextLength: number): number {
  return maxOutputTokens ?? Math.ceil(contextLength * RESPONSE_SHARE);
}

/** Rejects a prompt that is known to exceed the context. A prompt that fills the context leaves no token for the response. */
function rejectOverflow(prepared: Prepared<Chat>, counted: TokenCount, core: ClientCore): Prepared<Chat> {
  const { exact, inputTokens, contextLength } = counted;
  if (!exact || contextLength === undefined || inputTokens < contextLength) return prepared;
  throw overflowError(prepared.request, counted, core);
}

function withMessages(prepared: Prepared<Chat>, messages: readonly Message[]): Prepared<Chat> {
  return { ...prepared, request: { ...prepared.request, messages } };
}

function withWarning(prepared: Prepared<Chat>, warning: Warning): Prepared<Chat> {
  const { call } = prepared;
  return { ...prepared, call: { ...call, warnings: [...call.warnings, warning] } };
}
