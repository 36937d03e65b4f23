/** Matches the error of an engine whose stack ended: a `RangeError` of V8 and WebKit, an `InternalError` of Firefox. */
const STACK_ENDED = /call stack|recursion/i;

/** The types of values that JSON contains. */
const JSON_TYPES = new Set(['object', 'string', 'number', 'boolean', 'bigint']);

/** Returns the text of JSON that is nested to any depth. `JSON.stringify` fails where the stack ends, after some thousand levels. */
export function jsonText(json: unknown): string {
  try {
    return JSON.stringify(json);
  } catch (error) {
    if (!STACK_ENDED.test(String(error))) throw error;
    return deepText(json);
  }
}

/** Writes JSON with a list of the next steps, the last first, in place of recursion. Takes several times as long as `JSON.stringify`. */
function deepText(json: unknown): string {
  const steps: (() => void)[] = [];
  const open = new Set<object>();
  let text = '';
  const write = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || hasOwnText(value)) {
      text += JSON.stringify(value) ?? 'null';
      return;
    }
    if (open.has(value)) throw new TypeError('The value contains itself, which JSON cannot express.');
    open.add(value);
    const isArray = Array.isArray(value);
    const entries: readonly (readonly [string | number, unknown])[] = isArray
      ? [...value.entries()]
      : // `JSON.stringify` omits some values from objects, and writes `null` for them in arrays.
        Object.entries(value).filter(([, inner]) => JSON_TYPES.has(typeof inner));
    text += isArray ? '[' : '{';
    steps.push(() => {
      text += isArray ? ']' : '}';
      open.delete(value);
    });
    for (let at = entries.length - 1; at >= 0; at -= 1) {
      const [key, inner] = entries[at] ?? [''];
      steps.push(() => {
        text += (at > 0 ? ',' : '') + (isArray ? '' : `${JSON.stringify(key)}:`);
        write(inner);
      });
    }
  };
  write(json);
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) step();
  return text;
}

/** Returns true for an object that `JSON.stringify` writes with a method of its own, such as a `Date`. */
function hasOwnText(value: object): boolean {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function';
}
