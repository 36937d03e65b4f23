/**
 * Matches names that contain a word for a key. "author", "monkey", "max-token", "design" and "signal" contain such a word by chance, and an
 * idempotency key is no credential.
 */
const KEY_NAME =
  /auth(?!ors?(?![a-z]))|(?<![a-z]|idempotency[-_])key|(?:api|access|secret|account|private|license)key|(?<!max[-_]?)token(?!s|limit)|secret|password|cookie|credential|signature|sig(?![a-z])|^code$/i;

/** Returns true for the name of a header or of a parameter of a query whose value is a key, however short it is. */
export function isKeyName(name: string): boolean {
  return KEY_NAME.test(name);
}
