import { StreamError, type IncomingJson } from '@lmux/core/provider';
import { DecodingFormat, type JsonPath, type NdjsonFormat, type StreamDecoder } from '@lmux/core/provider/streams';
import { isObject } from '../server/native-api.js';

/** The time of a line, which changes with each. */
const TIME: JsonPath = ['created_at'];

function isFlat(json: IncomingJson): boolean {
  return Object.values(json).every((value) => typeof value !== 'object' || value === null);
}

/** The one string of a line by which the next may differ: only where a copy of two levels copies all of it. */
function textPath(json: IncomingJson): JsonPath | undefined {
  if (!isObject(json) || json['done'] !== false) return undefined;
  const { message, ...rest } = json as IncomingJson;
  if (!isFlat(rest)) return undefined;
  if (message === undefined)
    return typeof rest.thinking === 'string' && rest.response === '' ? ['thinking'] : ['response'];
  if (!isObject(message) || !isFlat(message)) return undefined;
  return typeof message['thinking'] === 'string' && message['content'] === ''
    ? ['message', 'thinking']
    : ['message', 'content'];
}

/** The stream of `/api/chat` and of `/api/generate`: lines up to the one that says `done`. */
class ResponseLines<Line> extends DecodingFormat<Line> implements NdjsonFormat {
  readonly secondPath = TIME;
  #done = false;

  line(json: IncomingJson): void {
    if (!isObject(json) || typeof json['done'] !== 'boolean') {
      throw new StreamError(
        'unexpected_response',
        'A line of the stream is JSON, but none of an answer of Ollama. Check that baseUrl leads to Ollama.',
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
export class WireLines<Line> extends ResponseLines<Line> {
  /** The piece that has just come, and where its text stands. */
  #piece: IncomingJson;
  #path: JsonPath = ['response'];

  textPath(json: IncomingJson): JsonPath | undefined {
    const path = textPath(json);
    if (path === undefined) return undefined;
    this.#path = path;
    this.#piece = path.length === 1 ? { ...json } : { ...json, message: { ...json.message } };
    return path;
  }

  onText(text: string, time: string | undefined): void {
    const line = { ...this.#piece };
    const [first, second] = this.#path;
    if (second === undefined) line[first] = text;
    else line.message = { ...line.message, [second]: text };
    if (time !== undefined) line.created_at = time;
    this.push(line as Line);
  }
}

/** A decoder that takes a piece of text or of reasoning without the line that says it. */
export interface LineDecoder<Line> extends StreamDecoder<Line> {
  text(delta: string): void;
  reasoning(delta: string): void;
}

/** The lines as the contract's events. Most lines are pieces of text: those go to the decoder as text alone. */
export class EventLines<Line> extends ResponseLines<Line> {
  readonly #decoder: LineDecoder<Line>;
  #isReasoning = false;

  constructor(decoder: LineDecoder<Line>) {
    super(decoder);
    this.#decoder = decoder;
  }

  textPath(json: IncomingJson): JsonPath | undefined {
    const path = textPath(json);
    this.#isReasoning = path?.at(-1) === 'thinking';
    // A line that says both would say its reasoning with each.
    const saysBoth = !this.#isReasoning && Boolean(json.thinking ?? json.message?.thinking);
    return saysBoth ? undefined : path;
  }

  onText(text: string): void {
    if (this.#isReasoning) this.#decoder.reasoning(text);
    else this.#decoder.text(text);
  }
}
