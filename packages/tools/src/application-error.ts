import { isLmError, LmError } from '@lmux/core';

/**
 * Calls a function of the application. An error of lmux, such as that of an MCP server, is passed on. Any other becomes the cause of an
 * `invalid_request`.
 *
 * @param name Name of the function, for the error.
 */
export async function callApplication<T>(name: string, run: () => T | PromiseLike<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (isLmError(cause)) throw cause;
    const kind = cause instanceof Error ? cause.name : typeof cause;
    throw new LmError('invalid_request', `"${name}" of runTools() threw an error (${kind}), which is in "cause".`, {
      cause,
    });
  }
}
