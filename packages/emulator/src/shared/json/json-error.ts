/** The position at which a text stops being JSON. */
interface JsonErrorPlace {
  readonly position: number;
  /** True if an object key was expected there instead of a value. */
  readonly inKey: boolean;
}

/**
 * Returns the position at which `text` stops being JSON according to `JSON.parse`, or undefined if it ends too early.
 */
export function jsonErrorPlace(text: string): JsonErrorPlace | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/end of JSON/i.test(message)) return undefined;
    const position = /position (\d+)/.exec(message)?.[1];
    // For a short text, the message contains only the unexpected character and no position.
    const sign = /Unexpected token '(.)'/u.exec(message)?.[1];
    const found = position === undefined ? text.indexOf(sign ?? text.trim().charAt(0)) : Number(position);
    return { position: Math.max(0, found), inKey: /property name/i.test(message) };
  }
}
