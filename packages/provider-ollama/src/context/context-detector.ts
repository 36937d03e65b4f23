import type {
  CallOptions,
  ChatRequest,
  CompletionRequest,
  EmbeddingRequest,
  ProviderCall,
  ProviderContext,
  Usage,
  Warning,
  WithModel,
} from '@lmux/core/provider';
import { optionalResult, readNumber, readObject } from '@lmux/core/provider/json';
import {
  attachPartial,
  pipeSource,
  withLinkedSignal,
  type CompletionStreamEvent,
  type PartialResponse,
  type PushSource,
  type StreamEvent,
} from '@lmux/core/provider/streams';
import { encodeOverflow } from '../encode/encode-overflow.js';
import { findRunning } from '../models/running-models.js';
import type { NativeApi } from '../server/native-api.js';
import type { LoadSettings } from '../models/load-settings.js';
import { checkTimeMs } from './check-time.js';
import { reloadWarning } from './context-reload.js';
import { isOlder, ServerVersion } from './server-version.js';
import { isTruncated, mayBeTruncated, promptSize, truncationWarning } from './prompt-truncation.js';

/** The first version that reads `truncate` of chats and completions. Older ones ignore it and truncate a prompt that is too long. */
const READS_TRUNCATE = [0, 12, 6] as const;

type TextRequest = WithModel<ChatRequest> | WithModel<CompletionRequest>;
type Request = TextRequest | WithModel<EmbeddingRequest>;

interface ModelResponse {
  readonly usage?: Usage | undefined;
  readonly warnings: readonly Warning[];
}

/** Returns the context length that a request of Ollama's own API sets. */
function requestedContext(request: TextRequest): number | undefined {
  const size = readNumber(readObject(request.extra?.['options'])['num_ctx']);
  return size ?? ('contextLength' in request ? request.contextLength : undefined);
}

/** True if the request tells the server to reject a prompt that is too long instead of truncating it. */
function isRejectedIfTooLong(request: TextRequest, route: string): boolean {
  return route === 'native' && { ...encodeOverflow(request), ...request.extra }['truncate'] === false;
}

/** True for a request whose prompt is counted in the response. Embeddings are not checked, because only the sum of several texts is known. */
function isText(request: Request): request is TextRequest {
  return !('input' in request);
}

function withWarnings<T extends ModelResponse>(response: T, added: readonly Warning[]): T {
  return added.length === 0 ? response : { ...response, warnings: [...response.warnings, ...added] };
}

/** Returns the part of a response that the error of its stream has. */
function partialOf(response: PartialResponse & { readonly message?: unknown }): PartialResponse {
  const { message: _, ...partial } = response;
  return partial;
}

/** The call whose response is checked. */
type Call = Pick<ProviderCall, 'route' | 'options'>;

/** A call, and the time in ms at which it started. */
interface StartedCall extends Call {
  readonly startedMs: number;
}

/** The parts of a `ContextDetector`. */
export interface ContextDetectorParts extends Pick<ProviderContext, 'clock' | 'config'> {
  readonly api: NativeApi;
  readonly settings: LoadSettings;
}

/**
 * Detects two things that Ollama does not report: a truncated prompt, and a model that was reloaded with another context length because the
 * route cannot send it. If the request does not set the context length, the list of running models is requested once, when the response is
 * complete: for prompts of at least 256 tokens that the server may truncate, and on the OpenAI-compatible route for models that this client loaded
 * with a context length. If the request tells the server to reject a prompt that is too long, the version of the server is requested first, once for
 * each client. Only older versions, which ignore that, are checked then.
 */
export class ContextDetector {
  readonly #parts: ContextDetectorParts;
  readonly #version: ServerVersion;

  constructor(parts: ContextDetectorParts) {
    this.#parts = parts;
    this.#version = new ServerVersion(parts.api, parts.clock);
  }

  /** Returns the response with warnings. */
  async response<T extends ModelResponse>(send: () => Promise<T>, request: Request, call: Call): Promise<T> {
    const startedMs = this.#parts.clock.now();
    const response = await send();
    if (!this.#isChecked(response, request, call)) return response;
    return withWarnings(response, await this.#warnings(response, request, { ...call, startedMs }));
  }

  /** Returns the stream. Warnings precede the `finish` event and are in its response. */
  source<Event extends StreamEvent | CompletionStreamEvent>(
    source: PushSource<Event>,
    request: Request,
    call: Call,
  ): PushSource<Event> {
    return pipeSource(source, (observer, canceled) => {
      let isHeldBack = false;
      const startedMs = this.#parts.clock.now();
      const finish = async (event: Event & { type: 'finish' }): Promise<void> => {
        try {
          const warnings = await withLinkedSignal([call.options.signal, canceled()], (signal) =>
            this.#warnings(event.response, request, { ...call, startedMs, options: { ...call.options, signal } }),
          );
          if (canceled().aborted) return;
          for (const warning of warnings) observer.next({ type: 'warning', warning } as Event);
          observer.next({ ...event, response: withWarnings(event.response, warnings) });
          observer.complete();
        } catch (error) {
          if (!canceled().aborted) observer.error(attachPartial(error, partialOf(event.response)));
        }
      };
      return {
        next: (event: Event) => {
          if (event.type !== 'finish' || !this.#isChecked(event.response, request, call)) return observer.next(event);
          isHeldBack = true;
          void finish(event as Event & { type: 'finish' });
        },
        // `finish` completes the stream if its event is held back.
        complete: () => {
          if (!isHeldBack) observer.complete();
        },
      };
    });
  }

  #isChecked({ usage }: ModelResponse, request: Request, { route }: Call): boolean {
    if (this.#loadedContext(request, route) !== undefined) return true;
    return isText(request) && mayBeTruncated(usage?.inputTokens);
  }

  /** Returns the context length that the model loses on this route. `undefined` if the route can send it or the client did not load it. */
  #loadedContext({ model }: Request, route: string): number | undefined {
    return route === 'native' ? undefined : this.#parts.settings.contextLengthOf(model);
  }

  /** Returns the context length that the request sends. `undefined` if it sends none. */
  #sentContext(request: Request, route: string): number | undefined {
    if (route !== 'native' || !isText(request)) return undefined;
    return requestedContext(request) ?? this.#parts.settings.contextLengthOf(request.model);
  }

  async #warnings({ usage }: ModelResponse, request: Request, call: StartedCall): Promise<Warning[]> {
    const { route } = call;
    const isStrict = isText(request) && isRejectedIfTooLong(request, route);
    const ignoring = isStrict ? await this.#ignoringVersion(call) : undefined;
    if (isStrict && ignoring === undefined) return [];
    const loaded = this.#loadedContext(request, route);
    const running = this.#sentContext(request, route) ?? (await this.#runningContext(request.model, call));
    const warnings: Warning[] = [];
    if (loaded !== undefined && running !== undefined && loaded !== running) {
      warnings.push(reloadWarning(request.model, loaded, running));
    }
    const tokens = usage?.inputTokens;
    if (isText(request) && mayBeTruncated(tokens) && isTruncated(promptSize(request), tokens, running)) {
      warnings.push(truncationWarning(tokens, running, ignoring));
    }
    return warnings;
  }

  /** Returns the version of the server if it ignores that a prompt is to be rejected, and `undefined` if it does not or is not known. */
  async #ignoringVersion(call: StartedCall): Promise<string | undefined> {
    const { signal, headers } = call.options;
    const version = await this.#version.get({ signal, headers, waitMs: this.#timeLeftMs(call) });
    return isOlder(version, READS_TRUNCATE) ? version : undefined;
  }

  #timeLeftMs({ options, startedMs }: StartedCall): number {
    const { clock, config } = this.#parts;
    return checkTimeMs(options, config, clock.now() - startedMs);
  }

  /** Returns the context length of a running model, or `undefined` if it is unknown. Rejects only if the call is aborted or closed. */
  async #runningContext(model: string, call: StartedCall): Promise<number | undefined> {
    const { api, clock } = this.#parts;
    const timeout = this.#timeLeftMs(call);
    if (timeout === 0) return undefined;
    const { signal, headers } = call.options;
    const options: CallOptions = { signal, headers, timeout, timeouts: { connect: timeout }, retry: false };
    const running = await optionalResult(findRunning(api, model, options, () => clock.wallNow()));
    return running?.context_length;
  }
}
