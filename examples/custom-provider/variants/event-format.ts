import type { HttpCall, HttpClient } from '@lmux/core/provider';
import { isObject } from '@lmux/core/provider/json';
import {
  DecodingFormat,
  NdjsonDecoder,
  type ChatEventWriterOptions,
  type JsonPath,
  type NdjsonFormat,
  type PushSource,
  type StreamEvent,
} from '@lmux/core/provider/streams';
import { ChatDecoder } from '../src/chat-decoder.ts';
import type { AcmeLine } from '../src/wire.ts';

/** A decoder that also accepts the text of a line on its own, without the parsed line. */
class EventDecoder extends ChatDecoder {
  text(delta: string): void {
    this.writer.text(delta);
  }
}

/** The format of Acme's streams. Passes parsed lines to the decoder, or only the text of a line that differs from the previous one in nothing else. */
class AcmeFormat extends DecodingFormat<AcmeLine> implements NdjsonFormat {
  readonly #decoder: EventDecoder;
  #ended = false;

  constructor(options: ChatEventWriterOptions) {
    const decoder = new EventDecoder(options);
    super(decoder);
    this.#decoder = decoder;
  }

  line(json: unknown): false | void {
    if (!isObject(json)) return this.skip(json);
    this.push(json);
    this.#ended = json['end'] !== undefined;
  }

  isComplete(): boolean {
    return this.#ended;
  }

  textPath(json: unknown): JsonPath | undefined {
    const isPiece = isObject(json) && Object.keys(json).length === 1 && typeof json['piece'] === 'string';
    return isPiece ? ['piece'] : undefined;
  }

  onText(text: string): void {
    this.#decoder.text(text);
  }
}

/** Sends a call and streams the events of its response. */
export function requestEvents(
  http: HttpClient,
  call: HttpCall,
  options: Omit<ChatEventWriterOptions, 'emit'>,
): PushSource<StreamEvent> {
  return http.requestStream<StreamEvent>(
    call,
    (emit, context) => new NdjsonDecoder(new AcmeFormat({ ...options, emit }), context),
  );
}
