/** A part of the text. */
class Part {
  readonly text: string;
  /** The object or array that the text ends. */
  readonly ended: object | undefined;

  constructor(text: string, ended?: object) {
    this.text = text;
    this.ended = ended;
  }
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

/** Writes JSON with a list of what remains in place of recursion, the next at its end. Takes several times as long as `JSON.stringify`. */
function deepText(json: unknown): string {
  const remaining: unknown[] = [json];
  const open = new Set<object>();
  let text = '';
  while (remaining.length > 0) {
    const next = remaining.pop();
    if (next instanceof Part) {
      text += next.text;
      if (next.ended !== undefined) open.delete(next.ended);
    } else if (typeof next !== 'object' || next === null || hasOwnText(next)) {
      text += JSON.stringify(next) ?? 'null';
    } else {
      if (open.has(next)) throw new TypeError('Converting circular structure to JSON');
      open.add(next);
      for (const part of partsOf(next).reverse()) remaining.push(part);
    }
  }
  return text;
}

/** Returns the values of an object or array, and the text around them. */
function partsOf(value: object): unknown[] {
  const isArray = Array.isArray(value);
  const parts: unknown[] = [];
  for (const [key, inner] of isArray ? value.entries() : Object.entries(value)) {
    // `JSON.stringify` omits them from objects, and writes `null` in arrays.
    if (!isArray && ['undefined', 'function', 'symbol'].includes(typeof inner)) continue;
    const comma = parts.length === 0 ? '' : ',';
    parts.push(new Part(isArray ? comma : `${comma}${JSON.stringify(key)}:`), inner as unknown);
  }
  return [new Part(isArray ? '[' : '{'), ...parts, new Part(isArray ? ']' : '}', value)];
}

/** Returns true for an object that `JSON.stringify` writes with a method of its own, such as a `Date`. */
function hasOwnText(value: object): boolean {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function';
}
