import type {
  CallOptions,
  ChatRequest,
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
 * A client's verbs as cold Observables. Nothing is sent before `subscribe`; each subscription is a request of its own
 * (`shareReplay` makes one of several); unsubscribing closes the socket at once, also while the server is silent.
 * Every error, one of capabilities too, comes by the error channel and by nothing else.
 */
export interface RxClient {
  /** Continues a conversation: the events of the reply as they come. */
  readonly chat: (request: ChatRequest, options?: CallOptions) => Observable<StreamEvent>;
  /** Continues a conversation: the pieces of the reply's text. */
  readonly tokens: (request: ChatRequest, options?: CallOptions) => Observable<string>;
  /** Continues a text: the events of the result as they come. */
  readonly complete: (request: CompletionRequest, options?: CallOptions) => Observable<CompletionStreamEvent>;
  /** Turns texts into vectors: one value. */
  readonly embed: (request: EmbeddingRequest, options?: CallOptions) => Observable<EmbeddingResponse>;
  /** Listing, loading and downloading models. */
  readonly models: RxModels;
}

/**
 * The client for RxJS. It takes a client of any provider; what that cannot do is an error of the Observable.
 *
 * @example
 * rx(client).tokens({ messages }).subscribe((text) => process.stdout.write(text));
 */
export function rx(client: LmClient): RxClient {
  const chat = (request: ChatRequest, options?: CallOptions): Observable<StreamEvent> =>
    fromEventStream(options, (own) => client.chatStream(request, own));
  return {
    chat,
    tokens: (request, options) => chat(request, options).pipe(textDeltas()),
    complete: (request, options) => fromEventStream(options, (own) => client.completeStream(request, own)),
    embed: (request, options) => fromCall(options, (own) => client.embed(request, own)),
    models: rxModels(client),
  };
}
