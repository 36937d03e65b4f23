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
import { findRunning } from '../models/running-models.js';
import type { NativeApi } from '../server/native-api.js';
import type { LoadSettings } from '../models/load-settings.js';
import { reloadWarning } from './context-reload.js';
import { isTruncated, mayBeTruncated, promptSize, truncationWarning } from './prompt-truncation.js';

type TextRequest = WithModel<ChatRequest> | WithModel<CompletionRequest>;
type Request = TextRequest | WithModel<EmbeddingRequest>;

interface ModelResponse {
  readonly usage?: Usage | undefined;
  readonly warnings: readonly Warning[];
}

/** Maximum time for which the response is held back while the context length is requested. */
const CONTEXT_TIMEOUT_MS = 1000;

/** Returns the context length that a request of Ollama's own API sets. */
function requestedContext(request: TextRequest): number | undefined {
  const size = readNumber(readObject(request.extra?.['options'])['num_ctx']);
  return size ?? ('contextLength' in request ? request.contextLength : undefined);
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

/** The parts of a `ContextDetector`. */
export interface ContextDetectorParts extends Pick<ProviderContext, 'clock'> {
  readonly api: NativeApi;
  readonly settings: LoadSettings;
}

/**
 * Detects two things that Ollama does not report: a truncated prompt, and a model that was reloaded with another context length because the
 * route cannot send it. If the request does not set the context length, the list of running models is requested once, when the response is
 * complete: for prompts of at least 256 tokens, and on the OpenAI-compatible route for models that this client loaded with a context length.
 */
export class ContextDetector {
  readonly #parts: ContextDetectorParts;

  constructor(parts: ContextDetectorParts) {
    this.#parts = parts;
  }

  /** Returns the response with warnings. */
  async response<T extends ModelResponse>(response: T, request: Request, call: Call): Promise<T> {
    if (!this.#isChecked(response, request, call)) return response;
    return withWarnings(response, await this.#warnings(response, request, call));
  }

  /** Returns the stream. Warnings precede the `finish` event and are in its response. */
  source<Event extends StreamEvent | CompletionStreamEvent>(
    source: PushSource<Event>,
    request: Request,
    call: Call,
  ): PushSource<Event> {
    return pipeSource(source, (observer, canceled) => {
      let isHeldBack = false;
      const finish = async (event: Event & { type: 'finish' }): Promise<void> => {
        try {
          const warnings = await withLinkedSignal([call.options.signal, canceled()], (signal) =>
            this.#warnings(event.response, request, { ...call, options: { ...call.options, signal } }),
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
    return this.#loadedContext(request, route) !== undefined || (isText(request) && mayBeTruncated(usage?.inputTokens));
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

  async #warnings({ usage }: ModelResponse, request: Request, { route, options }: Call): Promise<Warning[]> {
    const loaded = this.#loadedContext(request, route);
    const running = this.#sentContext(request, route) ?? (await this.#runningContext(request.model, options));
    const warnings: Warning[] = [];
    if (loaded !== undefined && running !== undefined && loaded !== running) {
      warnings.push(reloadWarning(request.model, loaded, running));
    }
    const tokens = usage?.inputTokens;
    if (isText(request) && mayBeTruncated(tokens) && isTruncated(promptSize(request), tokens, running)) {
      warnings.push(truncationWarning(tokens, running));
    }
    return warnings;
  }

  /** Returns the context length of a running model, or `undefined` if it is unknown. Rejects only if the call is aborted or closed. */
  async #runningContext(model: string, { signal, headers }: CallOptions): Promise<number | undefined> {
    const options: CallOptions = {
      signal,
      headers,
      timeout: CONTEXT_TIMEOUT_MS,
      timeouts: { connect: CONTEXT_TIMEOUT_MS },
      retry: false,
    };
    const { api, clock } = this.#parts;
    const running = await optionalResult(findRunning(api, model, options, () => clock.wallNow()));
    return running?.context_length;
  }
}
