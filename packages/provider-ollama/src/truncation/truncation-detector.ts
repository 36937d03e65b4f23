import {
  isLmError,
  type CallOptions,
  type ChatRequest,
  type CompletionRequest,
  type ProviderContext,
  type Usage,
  type Warning,
  type WithModel,
} from '@lmux/core/provider';
import { readNumber, readObject } from '@lmux/core/provider/json';
import {
  pipeSource,
  withLinkedSignal,
  type CompletionStreamEvent,
  type PushSource,
  type StreamEvent,
} from '@lmux/core/provider/streams';
import { findRunning } from '../models/running-models.js';
import type { NativeApi } from '../server/native-api.js';
import { isTruncated, mayBeTruncated, promptSize, truncationWarning } from './prompt-truncation.js';

type Request = WithModel<ChatRequest> | WithModel<CompletionRequest>;

interface ModelResponse {
  readonly usage?: Usage | undefined;
  readonly warnings: readonly Warning[];
}

/** Maximum time for which the response is held back while the context length is requested. */
const CONTEXT_TIMEOUT_MS = 1000;

/** Returns the context length that the request sets. */
function requestedContext(request: Request): number | undefined {
  const size = readNumber(readObject(request.extra?.['options'])['num_ctx']);
  return size ?? ('contextLength' in request ? request.contextLength : undefined);
}

function withWarning<T extends ModelResponse>(response: T, warning: Warning | undefined): T {
  return warning === undefined ? response : { ...response, warnings: [...response.warnings, warning] };
}

/**
 * Detects prompts that Ollama has truncated, which it does not report. If the request does not set the context length, the detector
 * requests the list of running models once, when the response is complete, and only for prompts of at least 256 tokens.
 */
export class TruncationDetector {
  readonly #api: NativeApi;
  readonly #clock: ProviderContext['clock'];

  constructor(api: NativeApi, clock: ProviderContext['clock']) {
    this.#api = api;
    this.#clock = clock;
  }

  /** Returns the response, with a warning if its prompt was truncated. */
  async response<T extends ModelResponse>(response: T, request: Request, options: CallOptions): Promise<T> {
    return withWarning(response, await this.#warning(response, request, options));
  }

  /** Returns the stream. If its prompt was truncated, a warning precedes the `finish` event and is in its response. */
  source<Event extends StreamEvent | CompletionStreamEvent>(
    source: PushSource<Event>,
    request: Request,
    options: CallOptions,
  ): PushSource<Event> {
    return pipeSource(source, (observer, canceled) => {
      let isHeldBack = false;
      const finish = async (event: Event & { type: 'finish' }): Promise<void> => {
        try {
          const warning = await withLinkedSignal([options.signal, canceled()], (signal) =>
            this.#warning(event.response, request, { ...options, signal }),
          );
          if (canceled().aborted) return;
          if (warning !== undefined) observer.next({ type: 'warning', warning } as Event);
          observer.next({ ...event, response: withWarning(event.response, warning) });
          observer.complete();
        } catch (error) {
          if (!canceled().aborted) observer.error(error);
        }
      };
      return {
        next(event: Event) {
          if (event.type !== 'finish' || !mayBeTruncated(event.response.usage?.inputTokens))
            return observer.next(event);
          isHeldBack = true;
          void finish(event as Event & { type: 'finish' });
        },
        // `finish` completes the stream if its event is held back.
        complete() {
          if (!isHeldBack) observer.complete();
        },
      };
    });
  }

  async #warning(response: ModelResponse, request: Request, options: CallOptions): Promise<Warning | undefined> {
    const tokens = response.usage?.inputTokens;
    if (!mayBeTruncated(tokens)) return undefined;
    const contextLength = requestedContext(request) ?? (await this.#runningContext(request.model, options));
    return isTruncated(promptSize(request), tokens, contextLength)
      ? truncationWarning(tokens, contextLength)
      : undefined;
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
    try {
      const running = await findRunning(this.#api, model, options, () => this.#clock.wallNow());
      return running?.context_length;
    } catch (error) {
      if (isLmError(error, 'aborted') || isLmError(error, 'closed')) throw error;
      return undefined;
    }
  }
}
