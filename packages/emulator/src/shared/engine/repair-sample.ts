import { isRecord } from '../json/read-json.js';
import type { JsonDraft } from './json-draft.js';
import { sampleSlots } from './sample-slots.js';

/** Generates a random value for a schema. */
type Generate = (schema: Record<string, unknown>) => unknown;

/**
 * Repairs a sample that violates its schema. The generator satisfies only one of several patterns, ignores a pattern beside a format, supports
 * no lookahead in patterns, and puts `null` where a recursion ends.
 */
export function repairSample(draft: JsonDraft, schema: unknown, generate: Generate): void {
  if (draft.errors === 0) return;
  const texts = ['🙂', ...patternTexts(schema, generate)];
  for (const { path, value } of sampleSlots(draft.value)) {
    if (draft.errors === 0) return;
    if (typeof value === 'string') texts.some((text) => draft.improve(path, text));
    else if (Array.isArray(value)) draft.improve(path, []);
    else if (value === null) draft.improve(path, undefined);
  }
}

/**
 * Returns a text for each schema with patterns. For several patterns, these are texts for each of them, joined, which satisfies prefixes,
 * suffixes and parts.
 */
function patternTexts(schema: unknown, generate: Generate): string[] {
  if (Array.isArray(schema)) return schema.flatMap((item: unknown) => patternTexts(item, generate));
  if (!isRecord(schema)) return [];
  const inner = Object.values(schema).flatMap((item) => patternTexts(item, generate));
  const parts: unknown[] = [schema, ...(Array.isArray(schema['allOf']) ? (schema['allOf'] as unknown[]) : [])];
  const patterns = parts
    .flatMap((part) => (isRecord(part) && typeof part['pattern'] === 'string' ? [part['pattern']] : []))
    .toSorted((a, b) => placeOf(a) - placeOf(b));
  if (patterns.length === 0) return inner;
  return [...inner, patterns.map((pattern) => String(generate({ type: 'string', pattern }))).join('')];
}

/** Sorts patterns of a prefix first and those of a suffix last. */
function placeOf(pattern: string): number {
  if (pattern.startsWith('^')) return 0;
  return pattern.endsWith('$') ? 2 : 1;
}
