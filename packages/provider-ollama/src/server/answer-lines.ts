import { StreamError, type IncomingJson } from '@lmux/core/provider';
import type { JsonPath, NdjsonFormat } from '@lmux/core/provider/streams';
import { isObject } from './native-api.js';

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
export class AnswerLines<Line> implements NdjsonFormat {
  readonly secondPath = TIME;
  readonly #emit: (line: Line) => void;
  #done = false;
  /** The piece that has just come, and where its text stands. */
  #piece: IncomingJson;
  #path: JsonPath = ['response'];

  constructor(emit: (line: Line) => void) {
    this.#emit = emit;
  }

  line(json: IncomingJson): void {
    if (!isObject(json) || typeof json['done'] !== 'boolean') {
      throw new StreamError(
        'unexpected_response',
        'A line of the stream is JSON, but none of an answer of Ollama. Check that baseUrl leads to Ollama.',
      );
    }
    this.#done = json['done'];
    this.#emit(json as Line);
  }

  isComplete(): boolean {
    return this.#done;
  }

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
    this.#emit(line as Line);
  }
}
