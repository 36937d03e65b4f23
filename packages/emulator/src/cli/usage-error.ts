/** The command line is wrong; the message says what was given and what is allowed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
