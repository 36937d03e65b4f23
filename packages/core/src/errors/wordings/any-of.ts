/** Returns a pattern that matches any of several, without regard to case. Each is a piece of a message, in the words of one server. */
export function anyOf(...wordings: readonly string[]): RegExp {
  return new RegExp(wordings.join('|'), 'is');
}
