import { jsonText, readObject, readString } from '@lmux/core/provider/json';
import type { ChatEventWriter } from '@lmux/core/provider/streams';
import { WHOLE } from './normalize-choice.js';
import { ToolCallStates } from './server-state.js';
import { ToolArguments } from './tool-arguments.js';
import { joinName, mayGrow } from './tool-name.js';

/** A number for the first choice, because a string for each of many calls costs time. Else a string that names the choice. */
type CallKey = number | string;

/** A piece of a tool call, normalized from whatever form the server sent. */
interface Piece {
  /** Index of the choice that contains the piece. */
  readonly choice: number;
  /**
   * The server's index within the choice, any number or string. It may be negative, huge or `__proto__`, so it is used only as a key of a
   * `Map`.
   */
  readonly key: CallKey | undefined;
  readonly id: string;
  /** The name or a piece of it. Empty for a name of whitespace. */
  readonly name: string;
  readonly args: string;
  /** True for an element of a complete response, which is a call of its own. */
  readonly isWhole: boolean;
}

/** A call that is being assembled. */
interface OpenCall {
  readonly choice: number;
  id: string;
  name: string;
  /** Index that the writer assigned. `undefined` until the name is certain. */
  written: number | undefined;
  readonly args: ToolArguments;
  /** Text of the arguments that arrived before the name was certain. */
  early: string;
  /** Number of the last delta with a piece of the call. */
  delta: number;
}

/** Returns a key for an index that no other choice has, also if the index is a string such as `1/0`. A number as a string is the number. */
function keyOf(choice: number, index: number | string): CallKey {
  if (choice !== 0) return `${choice}/${index}`;
  if (typeof index === 'number') return index;
  const number = Number(index);
  return /^\d+$/.test(index) && String(number) === index ? number : `0/${index}`;
}

function readPiece(delta: unknown, choice: number): Piece {
  const call = readObject(delta) as Readonly<Record<string | symbol, unknown>>;
  const { index, id, function: called } = call;
  const { name, arguments: args } = readObject(called);
  const text = readString(name) ?? '';
  return {
    choice,
    key: typeof index === 'number' || typeof index === 'string' ? keyOf(choice, index) : undefined,
    id: typeof id === 'string' ? id : typeof id === 'number' ? String(id) : '',
    name: text.trim() === '' ? '' : text,
    args: typeof args === 'string' ? args : args === undefined || args === null ? '' : jsonText(args),
    isWhole: call[WHOLE] === true,
  };
}

/**
 * Assembles tool calls from the pieces of a stream. A piece belongs to the call with its index or, without an index, to the call with its
 * id. Otherwise it belongs to the last call of its choice, unless it clearly begins a new one. A piece without a name never begins a call if
 * there is one that it can belong to. The forms that servers send are listed in `test/tool-call-rows.ts`.
 */
export class ToolCallJoiner {
  readonly #writer: ChatEventWriter;
  readonly #offered: readonly string[];
  readonly #calls: OpenCall[] = [];
  readonly #byKey = new Map<CallKey, OpenCall>();
  readonly #byId = new Map<string, OpenCall>();
  /** Calls that have a name of which more may follow. */
  readonly #uncertain = new Set<OpenCall>();
  /** The last call of each choice, and of all choices. */
  readonly #last = new Map<number, OpenCall>();
  #current: OpenCall | undefined;
  readonly #states = new ToolCallStates();
  /** Number of the current delta. */
  #delta = 0;

  /** `offered` are the names of the tools in the request. */
  constructor(writer: ChatEventWriter, offered: readonly string[]) {
    this.#writer = writer;
    this.#offered = offered;
  }

  /** Adds the pieces of a delta. `choice` is the index of the choice that contains it. */
  pushAll(deltas: readonly unknown[], choice = 0): void {
    this.#delta += 1;
    for (const delta of deltas) this.#push(delta, choice);
  }

  #push(delta: unknown, choice: number): void {
    const piece = readPiece(delta, choice);
    const ofKey = piece.key === undefined ? undefined : this.#byKey.get(piece.key);
    // Most pieces continue the arguments of the last call.
    const continues = ofKey === this.#current && piece.name === '' && piece.id === '' && !piece.isWhole;
    if (continues && ofKey?.written !== undefined) {
      this.#writer.toolCallDelta(ofKey.written, ofKey.args.push(piece.args));
      return this.#states.read(ofKey, delta);
    }
    const found = piece.isWhole ? undefined : (ofKey ?? this.#find(piece));
    // Two elements of one delta are never the same call, even if they are equal.
    const isRepeated = found !== undefined && found.delta !== this.#delta && isDuplicate(found, piece);
    if (isRepeated) return this.#states.read(found, delta);
    const call = found === undefined || this.#beginsAnother(found, piece) ? this.#begin(piece) : found;
    if (piece.key !== undefined) this.#byKey.set(piece.key, call);
    this.#last.set(choice, call);
    this.#current = call;
    call.delta = this.#delta;
    if (call.id === '') this.#identify(call, piece.id);
    if (call.written === undefined) call.name = joinName(call.name, piece.name, this.#offered);
    this.#write(call, piece.args);
    // Nothing follows, so that calls without a name keep their place.
    if (piece.isWhole && !isVoid(call)) this.#start(call);
    this.#states.read(call, delta);
  }

  /** Ends the stream. Calls that never got a name are written without one, unless they are empty. The writer reports them as invalid. */
  end(): void {
    for (const call of this.#calls) {
      if (isVoid(call)) continue;
      this.#writer.toolCallDelta(this.#start(call), call.args.end());
    }
    this.#states.write(this.#writer);
  }

  /** Finds the call of a piece whose index is unknown. */
  #find(piece: Piece): OpenCall | undefined {
    const ofId = this.#byId.get(piece.id);
    // A new index without a name and a new id does not begin a call: the server counts pieces, or starts to number the calls late.
    const isAnonymous = piece.name === '' && (piece.id === '' || ofId !== undefined);
    // The same id in another choice is the same call.
    const isShared = ofId !== undefined && ofId.choice !== piece.choice;
    // Arguments alone in a choice without a call continue the call of another choice.
    const found = ofId ?? this.#last.get(piece.choice) ?? (isAnonymous ? this.#current : undefined);
    // Other arguments under a new index belong to a call whose name is missing. They must not damage a complete one.
    if (piece.key !== undefined && isAnonymous && found?.args.isClosedFor(piece.args)) return undefined;
    return piece.key === undefined || isAnonymous || isShared ? found : undefined;
  }

  /**
   * True if a piece that seems to belong to a call begins another one: it has a name, and the arguments of the call are complete and start
   * again or have another name, or it has both a new id and a new name. A new id alone is not enough, because some gateways create one for each piece.
   */
  #beginsAnother(call: OpenCall, piece: Piece): boolean {
    if (piece.name === '' || (call.name === '' && !call.args.isComplete) || this.#continuesName(call, piece))
      return false;
    const isOtherId = hasOtherId(call, piece);
    if (call.args.isComplete) {
      const startsAgain = piece.args.trimStart().startsWith('{');
      const mayBeReal = call.args.isPlaceholder && call.delta !== this.#delta;
      const isReal = mayBeReal && piece.name === call.name && isSameCall(call, piece);
      return isOtherId || (call.name !== '' && piece.name !== call.name) || (startsAgain && !isReal);
    }
    if (piece.name !== call.name) return isOtherId || (piece.key === undefined && piece.id === '');
    return isOtherId && call.args.isEmpty && piece.args === '';
  }

  /** True if the name of a piece continues that of a call. Two offered names with different ids are the names of two calls. */
  #continuesName(call: OpenCall, piece: Piece): boolean {
    const { name } = call;
    if (call.written !== undefined || name === '' || !call.args.isEmpty) return false;
    if (joinName(name, piece.name, this.#offered) === name) return false;
    const areNames = this.#offered.includes(name) && this.#offered.includes(piece.name);
    return !areNames || !(hasOtherId(call, piece) || (piece.key === undefined && piece.id === ''));
  }

  #begin(piece: Piece): OpenCall {
    // The names of earlier calls are certain now.
    for (const call of this.#uncertain) this.#start(call);
    const { choice } = piece;
    const call: OpenCall = {
      choice,
      id: '',
      name: '',
      written: undefined,
      args: new ToolArguments(),
      early: '',
      delta: 0,
    };
    this.#identify(call, piece.id);
    this.#calls.push(call);
    return call;
  }

  /** Assigns the id. An id that another call already has is ignored, because some servers send the same id for all calls. */
  #identify(call: OpenCall, id: string): void {
    if (id === '' || this.#byId.has(id)) return;
    call.id = id;
    this.#byId.set(id, call);
  }

  #write(call: OpenCall, args: string): void {
    const text = call.args.push(args);
    if (call.written === undefined) {
      call.early += text;
      if (call.name === '') return;
      if (call.args.isEmpty && mayGrow(call.name, this.#offered)) this.#uncertain.add(call);
      else this.#start(call);
    } else this.#writer.toolCallDelta(call.written, text);
  }

  /** Starts a call unless it has started. Returns its index. */
  #start(call: OpenCall): number {
    if (call.written === undefined) {
      this.#uncertain.delete(call);
      call.written = this.#writer.toolCallStart(call.id, call.name);
      this.#writer.toolCallDelta(call.written, call.early);
    }
    return call.written;
  }
}

/** Returns true for a call of which nothing has arrived. */
function isVoid({ name, id, args }: OpenCall): boolean {
  return name === '' && id === '' && args.isEmpty;
}

function hasOtherId(call: OpenCall, piece: Piece): boolean {
  return piece.id !== '' && call.id !== '' && piece.id !== call.id;
}

/** True if a piece with the name of a call also has its id, or its index and no other id. */
function isSameCall(call: OpenCall, piece: Piece): boolean {
  return piece.id === '' || call.id === '' ? piece.key !== undefined : piece.id === call.id;
}

/** True for a complete call that the server sends a second time at the end. */
function isDuplicate(call: OpenCall, piece: Piece): boolean {
  if (!call.args.isComplete || piece.name !== call.name || !isSameCall(call, piece)) return false;
  return call.args.isRepeatedBy(piece.args);
}
