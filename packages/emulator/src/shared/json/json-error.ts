/** Where a text stops being JSON; undefined at its end. */
interface JsonErrorPlace {
  readonly position: number;
  /** Whether the key of an object was expected there, not a value. */
  readonly inKey: boolean;
}

/** The place at which `text` stops being JSON, according to the parser of this runtime. */
export function jsonErrorPlace(text: string): JsonErrorPlace | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/end of JSON/i.test(message)) return undefined;
    const position = /position (\d+)/.exec(message)?.[1];
    // A short text has no position in the message, only the sign that was not expected.
    const sign = /Unexpected token '(.)'/u.exec(message)?.[1];
    const found = position === undefined ? text.indexOf(sign ?? text.trim().charAt(0)) : Number(position);
    return { position: Math.max(0, found), inKey: /property name/i.test(message) };
  }
}
