/** An object or array whose values are being written. */
interface Level {
  readonly value: object;
  /** Keys of an object. `undefined` for an array. */
  readonly keys: readonly string[] | undefined;
  next: number;
}

/** Matches the error of an engine whose stack ended: a `RangeError` of V8 and WebKit, an `InternalError` of Firefox. */
const STACK_ENDED = /call stack|recursion/i;

/** Returns the text of JSON that is nested to any depth. `JSON.stringify` fails where the stack ends, after some thousand levels. */
export function jsonText(json: unknown): string {
  try {
    return JSON.stringify(json);
  } catch (error) {
    if (!STACK_ENDED.test(String(error))) throw error;
    return deepText(json);
  }
}

/** Writes JSON with a list of its open levels in place of recursion. Takes several times as long as `JSON.stringify`. */
function deepText(json: unknown): string {
  const levels: Level[] = [];
  const open = new Set<object>();
  let text = '';
  const write = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || hasOwnText(value)) {
      text += JSON.stringify(value) ?? 'null';
      return;
    }
    if (open.has(value)) throw new TypeError('The value contains itself, which JSON cannot express.');
    open.add(value);
    const keys = Array.isArray(value) ? undefined : Object.keys(value).filter((key) => isWritten(valueOf(value, key)));
    levels.push({ value, keys, next: 0 });
    text += keys === undefined ? '[' : '{';
  };
  write(json);
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const { value, keys, next } = level;
    const key = keys === undefined ? next : keys[next];
    if (key === undefined || next === lengthOf(level)) {
      text += keys === undefined ? ']' : '}';
      open.delete(value);
      levels.pop();
      continue;
    }
    level.next += 1;
    if (next > 0) text += ',';
    if (keys !== undefined) text += `${JSON.stringify(key)}:`;
    write(valueOf(value, key));
  }
  return text;
}

function lengthOf({ value, keys }: Level): number {
  return keys === undefined ? (value as readonly unknown[]).length : keys.length;
}

function valueOf(parent: object, key: string | number): unknown {
  return (parent as Readonly<Record<string | number, unknown>>)[key];
}

/** Returns true for an object that `JSON.stringify` writes with a method of its own, such as a `Date`. */
function hasOwnText(value: object): boolean {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function';
}

/** Returns false for a value that `JSON.stringify` omits from an object. */
function isWritten(value: unknown): boolean {
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol';
}
