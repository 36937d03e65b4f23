import type { JsonObject } from '@lmux/core/provider';
import { isObject, readObject, readText } from '@lmux/core/provider/json';
import type { ChatEventWriter, ResponseFacts } from '@lmux/core/provider/streams';
import { BlockList } from './block-list.js';
import { isBlank, JoinedObject } from './joined-object.js';
import {
  CONTENT_PARTS,
  REASONING_PARTS,
  REASONING_TEXTS,
  STATE_FIELDS,
  TEXT_FIELD,
  type StateField,
} from './state-fields.js';

/** Collects the state that a server attaches to a message and its reasoning. Created for each response. */
export class MessageState {
  readonly #values: { readonly [Part in StateField['of']]: Map<string, unknown> } = {
    reasoning: new Map(),
    message: new Map(),
  };
  #textField: string | undefined;
  /** True if an empty `reasoning_content` arrived. */
  #isEmpty = false;

  /** Reads a delta, or the message of a complete response. */
  read(delta: Readonly<Record<string, unknown>>): void {
    this.#textField ??= REASONING_TEXTS.find((name) => readText(delta[name]) !== undefined);
    this.#isEmpty ||= delta.reasoning_content === '';
    if (Array.isArray(delta.content)) this.#readParts(delta.content);
    for (const key in delta) {
      const field = STATE_FIELDS.get(key);
      if (field !== undefined) this.#readField(key, delta[key], field);
    }
  }

  /** Sets the state in the facts of the response. Call it when the response is complete. */
  write(facts: ResponseFacts, hasToolCalls: boolean): void {
    // DeepSeek requires the field in a message with tool calls even if the model did not reason.
    const textField = this.#textField ?? (this.#isEmpty && hasToolCalls ? 'reasoning_content' : undefined);
    const field = textField === undefined ? {} : { [TEXT_FIELD]: textField };
    const { reasoning, message } = this.#values;
    if (reasoning.size > 0 || textField !== undefined) facts.reasoningState = { ...field, ...jsonOf(reasoning) };
    if (message.size > 0) facts.messageState = jsonOf(message);
  }

  #readField(key: string, value: unknown, field: StateField): void {
    const { of, join } = field;
    const values = this.#values[of];
    if (join === 'blocks') {
      if (Array.isArray(value)) this.#blocks(key).add(value);
    } else if (join === 'object') {
      const picked = pick(value, field);
      if (picked !== undefined) joinedAt(values, key).add(picked);
    } else if (!isBlank(value)) values.set(key, value);
  }

  #readParts(content: readonly unknown[]): void {
    const parts = content.filter((part) => isObject(part) && REASONING_PARTS.has(part.type));
    if (parts.length > 0) this.#blocks(CONTENT_PARTS).add(parts);
  }

  #blocks(key: string): BlockList {
    const { reasoning } = this.#values;
    const found = reasoning.get(key);
    const list = found instanceof BlockList ? found : new BlockList();
    reasoning.set(key, list);
    return list;
  }
}

/**
 * Returns the keys of an object that are sent back, or `undefined` if there are none. LiteLLM repeats fields of the message such as
 * `thinking_blocks` in the object (BerriAI/litellm issue 29428). They go back once.
 */
function pick(value: unknown, { keys, pieceKey }: StateField): Record<string, unknown> | undefined {
  if (!isObject(value)) return undefined;
  const isSent = (key: string): boolean =>
    keys === undefined ? !STATE_FIELDS.has(key) : keys.includes(key) && !isBlank(value[key]);
  const entries = Object.entries(value)
    .filter(([key]) => isSent(key))
    .map(([key, inner]) => [key, pieceKey === undefined ? inner : without(inner, pieceKey)] as const)
    .filter(([, inner]) => inner !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Returns a value without a key, or `undefined` if it is an object with no other key. */
function without(value: unknown, omitted: string): unknown {
  if (!isObject(value) || !Object.hasOwn(value, omitted)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== omitted);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Returns the object that is joined under a key, which is created if there is none. */
function joinedAt<Key>(values: Map<Key, unknown>, key: Key): JoinedObject {
  const found = values.get(key);
  const joined = found instanceof JoinedObject ? found : new JoinedObject();
  values.set(key, joined);
  return joined;
}

function jsonOf(values: ReadonlyMap<string, unknown>): JsonObject {
  return Object.fromEntries(
    Array.from(values, ([key, value]) => [
      key,
      value instanceof BlockList || value instanceof JoinedObject ? value.toJson() : value,
    ]),
  );
}

/** Keys of a tool call, and of its function, that OpenAI defines. All others are state. */
const CALL_KEYS: ReadonlySet<string> = new Set(['index', 'id', 'type', 'function']);
const FUNCTION_KEYS: ReadonlySet<string> = new Set(['index', 'name', 'arguments']);

/** Returns the entries of an object whose keys are not known and whose values are set, or `undefined` if there are none. */
function unknownEntries(value: unknown, known: ReadonlySet<string>): [string, unknown][] | undefined {
  let entries: [string, unknown][] | undefined;
  if (!isObject(value)) return undefined;
  for (const key in value) if (!known.has(key) && !isBlank(value[key])) (entries ??= []).push([key, value[key]]);
  return entries;
}

/** Returns true if a piece has only the keys of most pieces. Comparing them directly takes half the time of a `Set`. */
function isPlain(piece: unknown): boolean {
  const fields = readObject(piece);
  for (const key in fields) if (key !== 'index' && key !== 'function' && key !== 'id' && key !== 'type') return false;
  const called = readObject(fields.function);
  for (const key in called) if (key !== 'arguments' && key !== 'name') return false;
  return true;
}

/** Returns the state in a piece of a tool call, or `undefined` if there is none. */
function stateOfCall(piece: unknown): JsonObject | undefined {
  if (isPlain(piece)) return undefined;
  const own = unknownEntries(piece, CALL_KEYS);
  const called = unknownEntries(readObject(piece).function, FUNCTION_KEYS);
  if (own === undefined && called === undefined) return undefined;
  return Object.fromEntries([
    ...(own ?? []),
    ...(called === undefined ? [] : [['function', Object.fromEntries(called)] as const]),
  ]);
}

/** A tool call with the index that the writer assigned to it, or `undefined` as long as it has none. */
interface WrittenCall {
  readonly written: number | undefined;
}

/** Collects the state that a server attaches to tool calls, such as Gemini's signatures. Created for each response. */
export class ToolCallStates {
  readonly #states = new Map<WrittenCall, JoinedObject>();

  /** Reads a piece of a call. It may contain nothing but state. */
  read(call: WrittenCall, piece: unknown): void {
    const state = stateOfCall(piece);
    if (state !== undefined) joinedAt(this.#states, call).add(state);
  }

  /** Sets the state of the calls that were written. Call it before the calls end. */
  write(writer: ChatEventWriter): void {
    for (const [{ written }, state] of this.#states) {
      if (written !== undefined) writer.toolCallState(written, state.toJson());
    }
  }
}
