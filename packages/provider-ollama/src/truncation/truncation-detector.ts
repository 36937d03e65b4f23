import {
  isLmError,
  type CallOptions,
  type ChatRequest,
  type CompletionRequest,
  type IncomingJson,
  type ProviderContext,
  type Usage,
  type Warning,
  type WithModel,
} from '@lmux/core/provider';
import type { CompletionStreamEvent, PushSource, StreamEvent } from '@lmux/core/provider/streams';
import { findRunning } from '../models/running-models.js';
import { isObject, type NativeApi } from '../server/native-api.js';
import { isTruncated, mayBeTruncated, promptSize, truncationWarning } from './prompt-truncation.js';

type Request = WithModel<ChatRequest> | WithModel<CompletionRequest>;

interface Answer {
  readonly usage?: Usage | undefined;
  readonly warnings: readonly Warning[];
}

/** How long the answer is held back for the question how large the context is. */
const PATIENCE_MS = 1000;

/** The context that the request itself asks for. */
function requestedContext(request: Request): number | undefined {
  const options: IncomingJson = request.extra?.['options'];
  if (isObject(options) && typeof options['num_ctx'] === 'number') return options['num_ctx'];
  return 'contextLength' in request ? request.contextLength : undefined;
}

function withWarning<T extends Answer>(answer: T, warning: Warning | undefined): T {
  return warning === undefined ? answer : { ...answer, warnings: [...answer.warnings, warning] };
}

/**
 * Notices prompts that Ollama has cut, which it does without a word. Where the request does not say how large the context is, the server
 * is asked what runs, once, when the answer is there, and only if the prompt was long enough to be worth it.
 */
export class TruncationWatch {
  readonly #api: NativeApi;
  readonly #clock: ProviderContext['clock'];

  constructor(api: NativeApi, clock: ProviderContext['clock']) {
    this.#api = api;
    this.#clock = clock;
  }

  /** An answer with a warning, if its prompt was cut. */
  async answer<T extends Answer>(answer: T, request: Request, options: CallOptions): Promise<T> {
    return withWarning(answer, await this.#warning(answer, request, options));
  }

  /** A stream with that warning, before its end and in its response. */
  source<Event extends StreamEvent | CompletionStreamEvent>(
    source: PushSource<Event>,
    request: Request,
    options: CallOptions,
  ): PushSource<Event> {
    return {
      subscribe: (observer) => {
        const left = new AbortController();
        let asking = false;
        const finish = async (event: Event & { type: 'finish' }): Promise<void> => {
          const abort = (): void => left.abort(options.signal?.reason);
          options.signal?.addEventListener('abort', abort, { once: true });
          try {
            const warning = await this.#warning(event.response, request, { ...options, signal: left.signal });
            if (gone) return;
            if (warning !== undefined) observer.next({ type: 'warning', warning } as Event);
            observer.next({ ...event, response: withWarning(event.response, warning) });
            observer.complete();
          } catch (error) {
            if (!gone) observer.error(error);
          } finally {
            options.signal?.removeEventListener('abort', abort);
          }
        };
        let gone = false;
        const subscription = source.subscribe({
          next: (event) => {
            if (event.type !== 'finish' || !mayBeTruncated(event.response.usage?.inputTokens))
              return observer.next(event);
            asking = true;
            void finish(event as Event & { type: 'finish' });
          },
          error: (error) => observer.error(error),
          // Behind the end that is held back.
          complete: () => {
            if (!asking) observer.complete();
          },
        });
        return {
          pause: () => subscription.pause(),
          resume: () => subscription.resume(),
          cancel() {
            gone = true;
            left.abort();
            subscription.cancel();
          },
        };
      },
    };
  }

  async #warning(answer: Answer, request: Request, options: CallOptions): Promise<Warning | undefined> {
    const tokens = answer.usage?.inputTokens;
    if (!mayBeTruncated(tokens)) return undefined;
    const contextLength = requestedContext(request) ?? (await this.#runningContext(request.model, options));
    return isTruncated(promptSize(request), tokens, contextLength)
      ? truncationWarning(tokens, contextLength)
      : undefined;
  }

  /** The context with which a model runs. What cannot be found out is not known; only a call that was ended ends here too. */
  async #runningContext(model: string, { signal, headers }: CallOptions): Promise<number | undefined> {
    const options: CallOptions = {
      signal,
      headers,
      timeout: PATIENCE_MS,
      timeouts: { connect: PATIENCE_MS },
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
