import { isObject, readArray } from '@lmux/core/provider/json';
import type { JsonPath } from '@lmux/core/provider/streams';
import { readIndex } from '../decode/read-index.js';
import { REASONING_TEXTS } from './state-fields.js';

/** Path of a chunk's text. */
const CONTENT: JsonPath = ['choices', 0, 'delta', 'content'];
/** Paths of a chunk's reasoning, under each of its names. */
const REASONING = REASONING_TEXTS.map((name): JsonPath => ['choices', 0, 'delta', name]);

const PATHS: ReadonlyMap<string, JsonPath> = new Map(
  [CONTENT, ...REASONING].map((path): [string, JsonPath] => [String(path.at(-1)), path]),
);

/** True if the path leads to reasoning. */
export function isReasoning(path: JsonPath): boolean {
  return path !== CONTENT;
}

function says(value: unknown): boolean {
  return Boolean(value) && !(Array.isArray(value) && value.length === 0);
}

/**
 * Returns the path of a chunk's text if the chunk contains nothing else: one choice, no finish reason, no usage, no log probabilities, and
 * nothing in the delta except the role. A later chunk that differs from it by the text alone adds that text and nothing more.
 *
 * Returns `undefined` for a chunk without text. That is the first chunk with the role, which the others do not resemble. Learning its form
 * would cost as much as parsing three chunks.
 */
export function textPath(chunk: unknown): JsonPath | undefined {
  if (!isObject(chunk)) return undefined;
  const choices = readArray(chunk.choices);
  const choice = choices.length === 1 ? choices[0] : undefined;
  if (!isObject(choice) || !isObject(choice.delta)) return undefined;
  if (readIndex(choice.index, 0) !== 0) return undefined;
  if (choice.finish_reason || choice.logprobs || choice.usage || chunk.usage || chunk.x_groq) return undefined;
  let found: JsonPath | undefined;
  for (const [key, value] of Object.entries(choice.delta)) {
    const path = typeof value === 'string' ? PATHS.get(key) : undefined;
    if (key === 'role' || !says(value)) continue;
    if (path === undefined || found !== undefined) return undefined;
    found = path;
  }
  return found;
}
