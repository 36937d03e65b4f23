import type {
  CallOptions,
  ChatInput,
  CompletionRequest,
  CompletionStreamEvent,
  DescribeOptions,
  EmbeddingRequest,
  EmbeddingResponse,
  LmClient,
  StreamEvent,
} from '@lmux/core';
import type { Observable } from 'rxjs';
import { fromCall } from './from-call.js';
import { fromEventStream } from './from-event-stream.js';
import { modelFeatures, type ModelFeatures } from './model-features.js';
import { textDeltas } from './operators/select-from-events.js';
import { rxModels, type RxModels } from './rx-models.js';
import { rxObjects, type RxObjects } from './rx-objects.js';
import { rxTools, type RxTools } from './rx-tools.js';

/**
 * The methods of a client as cold Observables. Nothing is sent before `subscribe`, and each subscription sends its own request (use
 * `shareReplay` to share one). Unsubscribing closes the connection immediately, even while the server is silent. Every error is delivered
 * to `error`, including a `CapabilityError`. The methods never throw.
 */
export interface RxClient extends RxObjects, RxTools {
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
  /**
   * Emits what a model supports, once for each subscription, for a signal that hides the parts of a page that the model cannot serve. Default: the
   * client's model. It never fails with an error of lmux: if the model cannot be described, it emits `{}`. `models.describe` has the error.
   */
  readonly modelFeatures$: (model?: string, options?: DescribeOptions) => Observable<ModelFeatures>;
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
    ...rxObjects(client),
    ...rxTools(client),
    models: rxModels(client),
    modelFeatures$: (model, options) => modelFeatures(client, model, options),
  };
}
