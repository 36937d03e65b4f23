import assert from 'node:assert/strict';
import { isObjectError, PartialJsonParser, type JsonPath } from '@lmux/core/objects';
import { readReference } from './reference.ts';

/** What a parser did with a text. */
interface Outcome {
  readonly value: unknown;
  /** Position of the error, or -1. */
  readonly position: number;
  readonly endPosition: number | undefined;
  /** Values that ended, with their paths. */
  readonly ended: readonly string[];
}

/** Writes the pieces of a text, and checks that the deltas of each string make up the string. */
function parse(pieces: readonly string[]): Outcome {
  const ended: string[] = [];
  let text = '';
  const parser = new PartialJsonParser({
    onStringDelta: (delta, path) => {
      assert.notEqual(delta, '');
      assert.deepEqual(at(parser.value, path), text + delta, 'a delta is in the value');
      text += delta;
    },
    onValueEnd: (value, path) => {
      if (typeof value === 'string') assert.equal(text, value, 'the deltas of a string make up the string');
      text = '';
      ended.push(show([path, value]));
    },
  });
  let position = -1;
  try {
    for (const piece of pieces) parser.write(piece);
    parser.end();
  } catch (error) {
    assert.ok(isObjectError(error) && error.code === 'object_invalid', String(error));
    position = error.position ?? Number.NaN;
  }
  return { value: parser.value, position, endPosition: parser.endPosition, ended };
}

/** Returns the text of a value. Unlike JSON, it differs for 0 and -0, and contains infinity. */
function show(value: unknown): string {
  return (
    JSON.stringify(value, (_, item: unknown) =>
      Object.is(item, -0) ? '-0' : typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
    ) ?? 'undefined'
  );
}

function at(value: unknown, path: JsonPath): unknown {
  return path.reduce((parent: unknown, key) => (parent as Record<string, unknown>)[key], value);
}

const isContainer = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Checks that all but one of the parts of a value, those that are closed, are the same objects in the next one. */
function checkSharing(before: unknown, after: unknown): void {
  if (before === after || !isContainer(before) || !isContainer(after)) return;
  const changed = Object.keys(before).filter((key) => !Object.is(before[key], after[key]));
  assert.ok(changed.length <= 1, `parts are shared: ${changed.join()}`);
  for (const key of changed) checkSharing(before[key], after[key]);
}

/** Checks that a value is the beginning of the next one. */
export function checkGrowth(before: unknown, after: unknown): void {
  if (typeof before === 'string' && typeof after === 'string') return assert.ok(after.startsWith(before));
  if (!isContainer(before) || !isContainer(after)) return assert.ok(before === undefined || Object.is(before, after));
  assert.equal(Array.isArray(before), Array.isArray(after));
  for (const key of Object.keys(before)) {
    assert.ok(Object.hasOwn(after, key), `the key ${key} remains`);
    checkGrowth(before[key], after[key]);
  }
  return undefined;
}

/** Checks the value after every beginning of a valid text, and that no snapshot changes later. */
function checkPrefixes(text: string): void {
  const parser = new PartialJsonParser();
  const { hasDuplicates } = readReference(text);
  const snapshots: Array<{ readonly value: unknown; readonly shown: string }> = [];
  for (let length = 1; length <= text.length; length += 1) {
    const previous = parser.value;
    parser.write(text.charAt(length - 1));
    const { value } = parser;
    assert.deepEqual(value, readReference(text.slice(0, length)).value, `after ${length} characters`);
    assert.equal(parser.value, value, 'the value is the same if nothing has changed');
    if (!hasDuplicates) {
      checkSharing(previous, value);
      checkGrowth(previous, value);
    }
    snapshots.push({ value, shown: show(value) });
  }
  assert.deepEqual(parser.end(), JSON.parse(text));
  for (const { value, shown } of snapshots) assert.equal(show(value), shown, 'a snapshot does not change');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Checks that a text has the same outcome as one piece, as single characters, and as two pieces that are split anywhere. */
function checkSplits(text: string): void {
  const whole = parse([text]);
  assert.equal(whole.position < 0, isJson(text), 'what JSON.parse rejects is rejected');
  assert.ok(whole.position <= text.length);
  // What comes before an error is the beginning of a text without one.
  if (whole.position >= 0) new PartialJsonParser().write(text.slice(0, whole.position));
  assert.deepEqual(parse([...text].flatMap((char) => char.split(''))), whole, 'in single characters');
  for (let index = 0; index <= text.length; index += 1) {
    const outcome = parse([text.slice(0, index), text.slice(index)]);
    assert.deepEqual(outcome, whole, `split at ${index}`);
  }
}

/** Checks what `PartialJsonParser` makes of a text, in all its beginnings and splits. */
export function checkDocument(text: string): void {
  try {
    if (isJson(text)) checkPrefixes(text);
    checkSplits(text);
  } catch (cause) {
    throw new Error(`The parser fails for ${JSON.stringify(text)}.`, { cause });
  }
}
