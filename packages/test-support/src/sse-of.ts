/**
 * Returns an event stream with one `data:` event per value, followed by `end`. A string is written unchanged and
 * anything else as JSON.
 */
export function sseOf(values: readonly unknown[], end = 'data: [DONE]\n\n'): string {
  return values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join('') + end;
}
