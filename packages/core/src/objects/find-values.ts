/** The beginning of an object or array, as opposed to a bracket in a sentence, such as `{smile}`. */
export const VALUE_START = /\{(?=\s*["}])|\[(?=\s*(?:["[{\]\d-]|true|false|null))/;

/** Returns the value of a text that is JSON, or `undefined`. */
function parseStrictly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Returns the objects and arrays in a text, in order. Those inside others are not returned, even if the others are incomplete or not JSON:
 * a part of the requested object is not the object. `containsJson` finds such parts too, because it only gives a hint.
 */
function valuesIn(text: string): unknown[] {
  const values: unknown[] = [];
  const opening = new RegExp(VALUE_START, 'y');
  let start = 0;
  let depth = 0;
  let isInString = false;
  for (const { 0: token, index } of text.matchAll(/\\.|["[\]{}]/gs)) {
    opening.lastIndex = start = depth === 0 ? index : start;
    if (token === '"') isInString = !isInString && depth > 0;
    else if (isInString || (depth === 0 && !opening.test(text))) continue;
    else if ('[{'.includes(token)) depth += 1;
    else if (']}'.includes(token)) {
      depth -= 1;
      const value = depth === 0 ? parseStrictly(text.slice(start, index + 1)) : undefined;
      if (value !== undefined) values.push(value);
    }
  }
  return values;
}

/**
 * Returns the values that a text may mean: the whole text if it is JSON, or else the objects and arrays in it, in order. Models write code
 * fences, sentences and drafts around JSON.
 */
export function findValues(text: string): unknown[] {
  const value = parseStrictly(text);
  return value === undefined ? valuesIn(text) : [value];
}
