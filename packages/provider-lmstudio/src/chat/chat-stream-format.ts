import { StreamError, type LmError } from '@lmux/core/provider';
import { isObject, readObject, readText } from '@lmux/core/provider/json';
import {
  DecodingFormat,
  type ResponseContext,
  type SseJsonFormat,
  type WireReceiver,
} from '@lmux/core/provider/streams';
import type { NativeChatEvent } from './wire.js';

/**
 * The event stream of `/api/v1/chat`. The `event:` line says what an event is, `type` within the data only where there is no such line:
 * some payloads are `{}`. An error does not end the stream: `chat.end` follows, with what was generated; only then the error is thrown.
 */
export class ChatStreamFormat extends DecodingFormat<NativeChatEvent> implements SseJsonFormat {
  /** Not LM Studio's own; proxies add it. */
  readonly sentinel = '[DONE]';
  /** The error that came as an event. */
  failure: LmError | undefined;
  readonly #context: ResponseContext;
  #ended = false;

  constructor(receiver: WireReceiver<NativeChatEvent>, context: ResponseContext) {
    super(receiver);
    this.#context = context;
  }

  event(json: unknown, name: string | undefined): false | void {
    const type = typeOf(json, name);
    if (this.#ended || type === undefined) return false;
    // An event that this release does not know goes through too: it is the wire's, not ours. Nobody else has the JSON, so that it need
    // not be copied.
    this.push((isObject(json) ? Object.assign(json, { type }) : { type }) as NativeChatEvent);
    if (type !== 'chat.end') return;
    this.#ended = true;
    if (this.failure !== undefined) throw this.failure;
  }

  response(json: unknown): void {
    if (!isObject(json) || !Array.isArray(json['output'])) {
      throw new StreamError(
        'unexpected_response',
        'The server answered with JSON that is no chat where a stream was requested. Check that baseUrl leads to LM Studio.',
      );
    }
    this.event({ result: json }, 'chat.end');
  }

  isComplete(): boolean {
    return this.#ended;
  }

  /** The type of an event that says a piece of text or of reasoning, in `content`, and has nothing beside that one level copies not. */
  protected pieceType(json: unknown, name: string | undefined): 'message.delta' | 'reasoning.delta' | undefined {
    const type = typeOf(json, name);
    if (this.#ended || (type !== 'message.delta' && type !== 'reasoning.delta') || !isObject(json)) return undefined;
    if (Object.values(json).some((value) => typeof value === 'object' && value !== null)) return undefined;
    return type;
  }

  errorIn(json: unknown, name: string | undefined): LmError | null | undefined {
    if (typeOf(json, name) !== 'error') return undefined;
    // The first one is the cause, others follow from it.
    this.failure ??= this.#context.apiError(json);
    return null;
  }
}

function typeOf(json: unknown, name: string | undefined): string | undefined {
  return readText(name ?? readObject(json)['type']);
}
