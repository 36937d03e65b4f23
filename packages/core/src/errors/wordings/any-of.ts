/**
 * Returns a pattern that matches any of several, without regard to case. Each is a piece of a message, in the words of one server. Mark the calls as
 * pure, so that bundlers can drop the patterns of a program that does not use them.
 */
export function anyOf(...wordings: readonly string[]): RegExp {
  return new RegExp(wordings.join('|'), 'is');
}
