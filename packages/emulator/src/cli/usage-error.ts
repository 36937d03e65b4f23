/** The command line is invalid. The message states the value received and what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
