import { readObject, readString } from '@lmux/core/provider/json';
import type { ChatEventWriter } from '@lmux/core/provider/streams';
import { JsonExtent } from './json-extent.js';

/** A piece of a tool call, whatever the server left out or wrote strangely. */
interface Piece {
  /** Any number or text that the server uses to tell calls apart. Only ever a key of a `Map`: it may be negative, huge, `__proto__`. */
  readonly key: string | undefined;
  readonly id: string;
  readonly name: string;
  readonly args: string;
}

/** A call that is being put together. */
interface OpenCall {
  id: string;
  name: string;
  /** Its number with the writer; `undefined` until its name is known. */
  written: number | undefined;
  args: string;
  readonly extent: JsonExtent;
}

function readPiece(delta: unknown): Piece {
  const { index, id, function: called } = readObject(delta);
  const { name, arguments: args } = readObject(called);
  return {
    key: typeof index === 'number' || typeof index === 'string' ? String(index) : undefined,
    id: typeof id === 'string' ? id : typeof id === 'number' ? String(id) : '',
    name: readString(name) ?? '',
    args: typeof args === 'string' ? args : args === undefined || args === null ? '' : JSON.stringify(args),
  };
}

/**
 * Puts tool calls together from the pieces of a stream. A piece belongs to the call of its index; without one, to the call of its
 * id; else to the last call, unless it plainly begins another (spec/openai-compat.md A.0, B 21 to 24).
 */
export class ToolCallJoiner {
  readonly #writer: ChatEventWriter;
  readonly #byKey = new Map<string, OpenCall>();
  readonly #byId = new Map<string, OpenCall>();
  /** Calls whose name has not come yet. */
  readonly #nameless = new Set<OpenCall>();
  #last: OpenCall | undefined;

  constructor(writer: ChatEventWriter) {
    this.#writer = writer;
  }

  push(delta: unknown): void {
    const piece = readPiece(delta);
    const found = this.#find(piece);
    if (found !== undefined && isDuplicate(found, piece)) return;
    const call = found === undefined || beginsAnother(found, piece) ? this.#begin(piece) : found;
    if (piece.key !== undefined) this.#byKey.set(piece.key, call);
    this.#last = call;
    if (call.id === '') this.#identify(call, piece.id);
    if (call.name === '') call.name = piece.name;
    this.#write(call, piece.args);
  }

  /** The stream is over: what never got a name is written without one, unless it is empty. */
  end(): void {
    for (const call of this.#nameless) {
      if (call.args === '') continue;
      this.#writer.toolCallDelta(this.#writer.toolCallStart(call.id, ''), call.args);
    }
    this.#nameless.clear();
  }

  #find(piece: Piece): OpenCall | undefined {
    const ofKey = piece.key === undefined ? undefined : this.#byKey.get(piece.key);
    if (ofKey !== undefined) return ofKey;
    const ofId = this.#byId.get(piece.id);
    // A new index with neither a name nor an id of its own is no new call: the server miscounts, or begins to count.
    const anonymous = piece.name === '' && (piece.id === '' || ofId !== undefined);
    return piece.key === undefined || anonymous ? (ofId ?? this.#last) : undefined;
  }

  #begin(piece: Piece): OpenCall {
    const call: OpenCall = { id: '', name: '', written: undefined, args: '', extent: new JsonExtent() };
    this.#identify(call, piece.id);
    this.#nameless.add(call);
    return call;
  }

  /** An id that another call has already is no id: some servers give all calls the same. */
  #identify(call: OpenCall, id: string): void {
    if (id === '' || this.#byId.has(id)) return;
    call.id = id;
    this.#byId.set(id, call);
  }

  #write(call: OpenCall, args: string): void {
    call.args += args;
    call.extent.push(args);
    if (call.written !== undefined) return this.#writer.toolCallDelta(call.written, args);
    if (call.name === '') return;
    this.#nameless.delete(call);
    call.written = this.#writer.toolCallStart(call.id, call.name);
    this.#writer.toolCallDelta(call.written, call.args);
  }
}

/** A whole call that a server sends once more at the end. */
function isDuplicate(call: OpenCall, piece: Piece): boolean {
  return call.extent.complete && piece.id !== '' && piece.id === call.id && piece.args === call.args;
}

/**
 * Whether a piece that seems to belong to a call begins another: its arguments begin anew although the call's are complete, or
 * it has both an id and a name of its own. A new id alone begins nothing: some gateways make one for each piece.
 */
function beginsAnother(call: OpenCall, piece: Piece): boolean {
  const otherId = piece.id !== '' && call.id !== '' && piece.id !== call.id;
  if (call.extent.complete) return piece.args.trimStart().startsWith('{') || (otherId && piece.name !== '');
  if (piece.name === '' || call.name === '') return false;
  if (piece.name !== call.name) return otherId || (piece.key === undefined && piece.id === '');
  return false;
}
