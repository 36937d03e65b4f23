import { StreamError } from '@lmux/core/provider';
import { isObject, readObject } from '@lmux/core/provider/json';
import { DecodingFormat, type JsonPath, type NdjsonFormat, type StreamDecoder } from '@lmux/core/provider/streams';

type Fields = Readonly<Record<string, unknown>>;

/** The time of a line, which changes with each. */
const TIME: JsonPath = ['created_at'];

function isFlat(fields: Fields): boolean {
  return Object.values(fields).every((value) => typeof value !== 'object' || value === null);
}

/** The one string of a line by which the next may differ: only where a copy of two levels copies all of it. */
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

/** The stream of `/api/chat` and of `/api/generate`: lines up to the one that says `done`. */
abstract class LineFormat<Line> extends DecodingFormat<Line> implements NdjsonFormat {
  readonly secondPath = TIME;
  #done = false;

  line(json: unknown): void {
    if (!isObject(json) || typeof json['done'] !== 'boolean') {
      throw new StreamError(
        'unexpected_response',
        'The stream contains JSON that is not an Ollama response. Check that baseUrl leads to Ollama.',
      );
    }
    this.#done = json['done'];
    this.push(json as Line);
  }

  isComplete(): boolean {
    return this.#done;
  }
}

/** The lines as they are, each an object of its own. */
export class WireLineFormat<Line> extends LineFormat<Line> {
  /** The piece that has just come, and where its text stands. */
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

/** A decoder that takes a piece of text or of reasoning without the line around it. */
export interface LineDecoder<Line> extends StreamDecoder<Line> {
  /** Whether its text is in `message`, as a chat's is; a completion's is not. */
  readonly readsMessage: boolean;
  text(delta: string): void;
  reasoning(delta: string): void;
}

/** The lines as the contract's events. Most lines are pieces of text: those go to the decoder as text alone. */
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
    // A line that has both would repeat its reasoning with each.
    const hasBoth = !this.#isReasoning && Boolean(thinking ?? readObject(message)['thinking']);
    return hasBoth ? undefined : path;
  }

  onText(text: string): void {
    if (this.#isReasoning) this.#decoder.reasoning(text);
    else this.#decoder.text(text);
  }
}
