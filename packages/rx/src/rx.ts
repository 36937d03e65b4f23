import type {
  CallOptions,
  ChatInput,
  CompletionRequest,
  CompletionStreamEvent,
  EmbeddingRequest,
  EmbeddingResponse,
  LmClient,
  StreamEvent,
} from '@lmux/core';
import type { Observable } from 'rxjs';
import { fromCall } from './from-call.js';
import { fromEventStream } from './from-event-stream.js';
import { textDeltas } from './operators/select-from-events.js';
import { rxModels, type RxModels } from './rx-models.js';

/**
 * The methods of a client as cold Observables. Nothing is sent before `subscribe`, and each subscription sends its own request (use
 * `shareReplay` to share one). Unsubscribing closes the connection immediately, even while the server is silent. Every error is delivered
 * to `error`, including a `CapabilityError`. The methods never throw.
 */
export interface RxClient {
  /** Streams a chat. Emits the events as they arrive. */
  readonly chat: (request: ChatInput, options?: CallOptions) => Observable<StreamEvent>;
  /** Streams a chat. Emits the text deltas. */
  readonly tokens: (request: ChatInput, options?: CallOptions) => Observable<string>;
  /** Streams a completion. Emits the events as they arrive. */
  readonly complete: (request: CompletionRequest, options?: CallOptions) => Observable<CompletionStreamEvent>;
  /** Embeds texts. Emits one value. */
  readonly embed: (request: EmbeddingRequest, options?: CallOptions) => Observable<EmbeddingResponse>;
  /** Lists, loads, unloads and downloads models. */
  readonly models: RxModels;
}

/**
 * Wraps a client in Observables. It accepts a client of any provider. An operation that the provider does not support is emitted as an
 * error of the Observable.
 *
 * @example
 * rx(client).tokens({ messages }).subscribe((text) => process.stdout.write(text));
 */
export function rx(client: LmClient): RxClient {
  const chat = (request: ChatInput, options?: CallOptions): Observable<StreamEvent> =>
    fromEventStream(options, (own) => client.chatStream(request, own));
  return {
    chat,
    tokens: (request, options) => chat(request, options).pipe(textDeltas()),
    complete: (request, options) => fromEventStream(options, (own) => client.completeStream(request, own)),
    embed: (request, options) => fromCall(options, (own) => client.embed(request, own)),
    models: rxModels(client),
  };
}
