import { StreamError, type LmError } from '@lmux/core/provider';
import { describeJson, isObject, readObject, readText } from '@lmux/core/provider/json';
import {
  DecodingFormat,
  type ResponseContext,
  type SseJsonFormat,
  type WireReceiver,
} from '@lmux/core/provider/streams';
import type { NativeChatEvent } from './wire.js';

/**
 * Decodes the event stream of `/api/v1/chat`. The type of an event is taken from its `event:` line, because some payloads are `{}`. The
 * `type` in the data is used only without such a line. An error does not end the stream: `chat.end` follows with the generated output, and
 * only then is the error thrown.
 */
export class ChatStreamFormat extends DecodingFormat<NativeChatEvent> implements SseJsonFormat {
  /** LM Studio does not send it, but proxies add it. */
  readonly sentinel = '[DONE]';
  /** The error that arrived as an event. */
  failure: LmError | undefined;
  readonly #context: ResponseContext;
  #ended = false;
  /** True once an event with output has arrived. */
  #written = false;
  /** The result in `chat.end`. */
  #result: unknown;

  constructor(receiver: WireReceiver<NativeChatEvent>, context: ResponseContext) {
    super(receiver);
    this.#context = context;
  }

  event(json: unknown, name: string | undefined): false | void {
    const type = typeOf(json, name);
    // The name alone means something too, such as the end of the reasoning.
    if (!isObject(json) && !this.#ended) this.skip(json);
    if (this.#ended || type === undefined) return false;
    // Unknown events are passed on too, for users of the wire client. Nothing else refers to the JSON, so it is not copied.
    this.push((isObject(json) ? Object.assign(json, { type }) : { type }) as NativeChatEvent);
    this.#written ||= isObject(json) && OUTPUT_EVENT.test(type);
    if (type !== 'chat.end') return;
    this.#ended = true;
    this.#result = readObject(json)['result'];
    if (this.failure !== undefined) throw this.failure;
  }

  /** @throws `unexpected_response` if there was no output at all, since an empty response would look like success. */
  override finish(): void {
    if (!this.#written && !Array.isArray(readObject(this.#result)['output'])) {
      throw new StreamError(
        'unexpected_response',
        `The stream ended without output: the result of "chat.end" is ${describeJson(this.#result)}. Retry the request, or check LM Studio's log.`,
      );
    }
    super.finish();
  }

  response(json: unknown): void {
    if (!isObject(json) || !Array.isArray(json['output'])) {
      throw new StreamError(
        'unexpected_response',
        'The server returned JSON without "output" instead of a chat stream. Check that "baseUrl" is the address of LM Studio.',
      );
    }
    this.event({ result: json }, 'chat.end');
  }

  isComplete(): boolean {
    return this.#ended;
  }

  /** Returns the type of an event that contains a piece of text or reasoning in `content` and has no nested values. */
  protected pieceType(json: unknown, name: string | undefined): 'message.delta' | 'reasoning.delta' | undefined {
    const type = typeOf(json, name);
    if (this.#ended || (type !== 'message.delta' && type !== 'reasoning.delta') || !isObject(json)) return undefined;
    if (Object.values(json).some((value) => typeof value === 'object' && value !== null)) return undefined;
    return type;
  }

  errorIn(json: unknown, name: string | undefined): LmError | null | undefined {
    if (typeOf(json, name) !== 'error') return undefined;
    // The first error is the cause of any others.
    this.failure ??= this.#context.apiError(json);
    return null;
  }
}

/** Events with output, or that begin it. */
const OUTPUT_EVENT = /^(message|reasoning|tool_call)\./;

function typeOf(json: unknown, name: string | undefined): string | undefined {
  return readText(name ?? readObject(json)['type']);
}
