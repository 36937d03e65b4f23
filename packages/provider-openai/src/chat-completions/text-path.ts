import { isObject, readArray } from '@lmux/core/provider/json';
import type { JsonPath } from '@lmux/core/provider/streams';

/** A chunk's text. */
const CONTENT: JsonPath = ['choices', 0, 'delta', 'content'];
/** A chunk's reasoning, under either of its names. */
const REASONING: readonly JsonPath[] = [
  ['choices', 0, 'delta', 'reasoning_content'],
  ['choices', 0, 'delta', 'reasoning'],
];

const PATHS: ReadonlyMap<string, JsonPath> = new Map(
  [CONTENT, ...REASONING].map((path): [string, JsonPath] => [String(path.at(-1)), path]),
);

/** Whether what stands at the path is reasoning. */
export function isReasoning(path: JsonPath): boolean {
  return path !== CONTENT;
}

function says(value: unknown): boolean {
  return Boolean(value) && !(Array.isArray(value) && value.length === 0);
}

/**
 * Where the text of a chunk stands, if that is all that the chunk says: one choice, no end, no counts, no probabilities, nothing else
 * in its delta but who speaks. A chunk that differs from such a one by its text alone adds that text and nothing more.
 *
 * A chunk without text has none: it is the first, which says who speaks, and the others are not like it. To learn it would cost as
 * much as to parse three.
 */
export function textPath(chunk: unknown): JsonPath | undefined {
  if (!isObject(chunk)) return undefined;
  const choices = readArray(chunk.choices);
  const choice = choices.length === 1 ? choices[0] : undefined;
  if (!isObject(choice) || !isObject(choice.delta)) return undefined;
  if (typeof choice.index === 'number' && choice.index !== 0) return undefined;
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
