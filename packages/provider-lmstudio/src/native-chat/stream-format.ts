import { StreamError, type IncomingJson, type LmError } from '@lmux/core/provider';
import type { ResponseContext, JsonPath, SseJsonFormat } from '@lmux/core/provider/streams';
import type { NativeChatEvent } from './wire.js';

const CONTENT: JsonPath = ['content'];

/**
 * The event stream of `/api/v1/chat`. The `event:` line says what an event is, `type` within the data only where there is no such line:
 * some payloads are `{}`. An error does not end the stream: `chat.end` follows, with what was generated; only then the error is thrown.
 */
export class ChatStreamFormat implements SseJsonFormat {
  /** Not LM Studio's own; proxies add it. */
  readonly sentinel = '[DONE]';
  /** The error that came as an event. */
  failure: LmError | undefined;
  readonly #emit: (event: NativeChatEvent) => void;
  readonly #context: ResponseContext;
  #ended = false;
  /** The piece of text or reasoning that has just come. */
  #piece: IncomingJson;

  constructor(emit: (event: NativeChatEvent) => void, context: ResponseContext) {
    this.#emit = emit;
    this.#context = context;
  }

  event(json: IncomingJson, name: string | undefined): void {
    const type = typeOf(json, name);
    if (this.#ended || type === undefined) return;
    // An event that this release does not know goes through too: it is the wire's, not ours. Nobody else has the JSON, so that it need
    // not be copied.
    this.#emit((isObject(json) ? Object.assign(json, { type }) : { type }) as NativeChatEvent);
    if (type !== 'chat.end') return;
    this.#ended = true;
    if (this.failure !== undefined) throw this.failure;
  }

  response(json: IncomingJson): void {
    if (!isObject(json) || !Array.isArray(json.output)) {
      throw new StreamError(
        'unexpected_response',
        'The server answered with JSON that is no chat where a stream was asked for. Check that baseUrl leads to LM Studio.',
      );
    }
    this.event({ result: json }, 'chat.end');
  }

  textPath(json: IncomingJson, name: string | undefined): JsonPath | undefined {
    const type = typeOf(json, name);
    if (this.#ended || (type !== 'message.delta' && type !== 'reasoning.delta') || !isObject(json)) return undefined;
    // Only what a copy of one level copies whole.
    if (Object.values(json).some((value) => typeof value === 'object' && value !== null)) return undefined;
    this.#piece = { ...json, type };
    return CONTENT;
  }

  onText(text: string): void {
    this.#emit({ ...this.#piece, content: text });
  }

  isComplete(): boolean {
    return this.#ended;
  }

  errorIn(json: IncomingJson, name: string | undefined): LmError | null | undefined {
    if (typeOf(json, name) !== 'error') return undefined;
    // The first one is the cause, others follow from it.
    this.failure ??= this.#context.apiError(json);
    return null;
  }
}

function isObject(json: IncomingJson): boolean {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function typeOf(json: IncomingJson, name: string | undefined): string | undefined {
  const type: unknown = name ?? json?.type;
  return typeof type === 'string' && type !== '' ? type : undefined;
}
