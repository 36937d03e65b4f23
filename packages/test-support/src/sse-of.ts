/** Returns an event stream with one `data:` event a value, and what ends it. Text is written as it is, anything else as JSON. */
export function sseOf(values: readonly unknown[], end = 'data: [DONE]\n\n'): string {
  return values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join('') + end;
}
