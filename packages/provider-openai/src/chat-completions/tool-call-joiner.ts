import { readObject, readString } from '@lmux/core/provider/json';
import type { ChatEventWriter } from '@lmux/core/provider/streams';
import { JsonExtent } from './json-extent.js';
import { ToolCallStates } from './server-state.js';

/** A piece of a tool call, normalized from whatever form the server sent. */
interface Piece {
  /** The server's index, any number or string. It may be negative, huge or `__proto__`, so it is used only as a key of a `Map`. */
  readonly key: string | undefined;
  readonly id: string;
  readonly name: string;
  readonly args: string;
}

/** A call that is being assembled. */
interface OpenCall {
  id: string;
  name: string;
  /** Index that the writer assigned. `undefined` until the name is known. */
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
 * Assembles tool calls from the pieces of a stream. A piece belongs to the call with its index or, without an index, to the call with its
 * id. Otherwise it belongs to the last call, unless it clearly begins a new one. The forms that servers send are listed in
 * `test/tool-call-rows.ts`.
 */
export class ToolCallJoiner {
  readonly #writer: ChatEventWriter;
  readonly #byKey = new Map<string, OpenCall>();
  readonly #byId = new Map<string, OpenCall>();
  /** Calls whose name has not arrived yet. */
  readonly #nameless = new Set<OpenCall>();
  readonly #states = new ToolCallStates();
  #last: OpenCall | undefined;

  constructor(writer: ChatEventWriter) {
    this.#writer = writer;
  }

  push(delta: unknown): void {
    const piece = readPiece(delta);
    const found = this.#find(piece);
    if (found !== undefined && isDuplicate(found, piece)) return this.#states.read(found, delta);
    const call = found === undefined || beginsAnother(found, piece) ? this.#begin(piece) : found;
    if (piece.key !== undefined) this.#byKey.set(piece.key, call);
    this.#last = call;
    if (call.id === '') this.#identify(call, piece.id);
    if (call.name === '') call.name = piece.name;
    this.#write(call, piece.args);
    this.#states.read(call, delta);
  }

  /** Ends the stream. Calls that never got a name are written without one, unless they are empty. */
  end(): void {
    for (const call of this.#nameless) {
      if (call.args === '') continue;
      this.#writer.toolCallDelta(this.#writer.toolCallStart(call.id, ''), call.args);
    }
    this.#nameless.clear();
    this.#states.write(this.#writer);
  }

  #find(piece: Piece): OpenCall | undefined {
    const ofKey = piece.key === undefined ? undefined : this.#byKey.get(piece.key);
    if (ofKey !== undefined) return ofKey;
    const ofId = this.#byId.get(piece.id);
    // A new index without a name and a new id does not begin a call: the server counts pieces, or starts to number the calls late.
    const anonymous = piece.name === '' && (piece.id === '' || ofId !== undefined);
    return piece.key === undefined || anonymous ? (ofId ?? this.#last) : undefined;
  }

  #begin(piece: Piece): OpenCall {
    const call: OpenCall = { id: '', name: '', written: undefined, args: '', extent: new JsonExtent() };
    this.#identify(call, piece.id);
    this.#nameless.add(call);
    return call;
  }

  /** Assigns the id. An id that another call already has is ignored, because some servers send the same id for all calls. */
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

/** True for a complete call that the server sends a second time at the end. */
function isDuplicate(call: OpenCall, piece: Piece): boolean {
  return call.extent.complete && piece.id !== '' && piece.id === call.id && piece.args === call.args;
}

/**
 * True if a piece that seems to belong to a call begins another one: its arguments start again although those of the call are complete, or
 * it has both a new id and a new name. A new id alone is not enough, because some gateways create one for each piece.
 */
function beginsAnother(call: OpenCall, piece: Piece): boolean {
  const otherId = piece.id !== '' && call.id !== '' && piece.id !== call.id;
  if (call.extent.complete) return piece.args.trimStart().startsWith('{') || (otherId && piece.name !== '');
  if (piece.name === '' || call.name === '') return false;
  if (piece.name !== call.name) return otherId || (piece.key === undefined && piece.id === '');
  return false;
}
