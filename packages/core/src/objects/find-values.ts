import type { ObjectError } from '../errors/object-error.js';
import { PartialJsonParser } from './partial-json-parser.js';

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
 * a part of the requested object is not the object.
 */
function valuesIn(text: string): unknown[] {
  const values: unknown[] = [];
  let position = 0;
  while (position < text.length) {
    const found = text.slice(position).search(/[[{]/);
    if (found < 0) break;
    const parser = new PartialJsonParser();
    position += found;
    let length: number | undefined;
    try {
      parser.write(text.slice(position));
    } catch (error) {
      length = Math.max(1, (error as ObjectError).position ?? 1);
    }
    if (parser.isComplete) values.push(parser.value);
    position += parser.endPosition ?? length ?? text.length;
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
