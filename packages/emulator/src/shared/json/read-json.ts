/** A JSON object whose fields have not been checked. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Parses JSON; undefined for a text that is none. */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether `value` is a JSON object (neither null nor an array). */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value` if it is an object, else an empty object, so that fields of something optional can be read. */
export function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** `value` if it is an array, else an empty one. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** `value` if it is a string. */
export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** `value` if it is a number. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The strings of an array; what is not a string is left out. */
export function stringsIn(value: unknown): string[] {
  return asArray(value).filter((item) => typeof item === 'string');
}

/** A string, or an array of strings, as an array; undefined for anything else. */
export function stringOrStrings(value: unknown): string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const strings = stringsIn(list);
  return strings.length === list.length ? strings : undefined;
}
