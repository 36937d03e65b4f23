import { StreamError } from '@lmux/core/provider';
import { describeJson, isObject, readObject } from '@lmux/core/provider/json';
import { DecodingFormat, type JsonPath, type NdjsonFormat, type StreamDecoder } from '@lmux/core/provider/streams';

type Fields = Readonly<Record<string, unknown>>;

/** The path of a line's timestamp, which differs in every line. */
const TIME: JsonPath = ['created_at'];

function isFlat(fields: Fields): boolean {
  return Object.values(fields).every((value) => typeof value !== 'object' || value === null);
}

/**
 * Returns the path of the one string by which the next line may differ. It is `undefined` for the last line, and for lines that are nested
 * deeper than the copy of two levels that `WireLineFormat` makes.
 */
function textPath(json: unknown): JsonPath | undefined {
  if (!isObject(json) || json['done'] !== false) return undefined;
  const { message, ...rest } = json;
  if (!isFlat(rest)) return undefined;
  if (message === undefined)
    return typeof rest['thinking'] === 'string' && rest['response'] === '' ? ['thinking'] : ['response'];
  if (!isObject(message) || !isFlat(message)) return undefined;
  return typeof message['thinking'] === 'string' && message['content'] === ''
    ? ['message', 'thinking']
    : ['message', 'content'];
}

/** Decodes the stream of `/api/chat` or `/api/generate`, which ends with a line with `done: true`. */
abstract class LineFormat<Line> extends DecodingFormat<Line> implements NdjsonFormat {
  readonly secondPath = TIME;
  #done = false;
  /** True if a line had a message or a response. */
  #hasResponse = false;
  #last: Fields = {};

  line(json: unknown): false | void {
    if (!isObject(json)) return this.skip(json);
    if (typeof json['done'] !== 'boolean') {
      throw new StreamError(
        'unexpected_response',
        'The stream contains JSON that is not an Ollama response. Check that "baseUrl" is the address of an Ollama server.',
      );
    }
    this.#done = json['done'];
    this.#hasResponse ||= isObject(json['message']) || typeof json['response'] === 'string';
    this.#last = json;
    this.push(json as Line);
  }

  /** @throws `unexpected_response` if no line had a message or a response, since an empty one would look like success. */
  override finish(): void {
    if (!this.#hasResponse) {
      throw new StreamError(
        'unexpected_response',
        `The stream is complete, but no line has a "message" or "response". The last line is ${describeJson(this.#last)}. Retry the request, or check the server's log.`,
      );
    }
    super.finish();
  }

  isComplete(): boolean {
    return this.#done;
  }
}

/** Emits the lines unchanged, each as a new object. */
export class WireLineFormat<Line> extends LineFormat<Line> {
  /** The last line that was parsed, and the path of its text. */
  #piece: Fields = {};
  #path: JsonPath = ['response'];

  textPath(json: unknown): JsonPath | undefined {
    const path = textPath(json);
    if (path === undefined) return undefined;
    const line = readObject(json);
    this.#path = path;
    this.#piece = path.length === 1 ? { ...line } : { ...line, message: { ...readObject(line['message']) } };
    return path;
  }

  onText(text: string, time: string | undefined): void {
    const line: Record<string, unknown> = { ...this.#piece };
    const [first, second] = this.#path;
    if (second === undefined) line[first] = text;
    else line['message'] = { ...readObject(line['message']), [second]: text };
    if (time !== undefined) line['created_at'] = time;
    this.push(line as Line);
  }
}

/** A decoder that also accepts a piece of text or reasoning without the line around it. */
export interface LineDecoder<Line> extends StreamDecoder<Line> {
  /** True if it reads the text of `message`, as chats have it. Completions have it in `response`. */
  readonly readsMessage: boolean;
  text(delta: string): void;
  reasoning(delta: string): void;
}

/** Emits the lines as the contract's events. Most lines are pieces of text, and the decoder receives only the text of these. */
export class EventLineFormat<Line> extends LineFormat<Line> {
  readonly #decoder: LineDecoder<Line>;
  #isReasoning = false;

  constructor(decoder: LineDecoder<Line>) {
    super(decoder);
    this.#decoder = decoder;
  }

  textPath(json: unknown): JsonPath | undefined {
    const path = textPath(json);
    // The decoder does not read the field of the other route.
    if ((path?.[0] === 'message') !== this.#decoder.readsMessage) return undefined;
    this.#isReasoning = path?.at(-1) === 'thinking';
    const { thinking, message } = readObject(json);
    // If lines have both reasoning and text, reading only the text would lose the reasoning.
    const hasBoth = !this.#isReasoning && Boolean(thinking ?? readObject(message)['thinking']);
    return hasBoth ? undefined : path;
  }

  onText(text: string): void {
    if (this.#isReasoning) this.#decoder.reasoning(text);
    else this.#decoder.text(text);
  }
}
