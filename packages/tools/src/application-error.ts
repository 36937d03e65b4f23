import { isLmError, LmError } from '@lmux/core';
import { shown, type Check } from '@lmux/core/provider/streams';

/**
 * Calls a function of the application, and checks its result. An error of lmux, such as that of an MCP server, is passed on. Any other becomes
 * the cause of an `invalid_request`.
 *
 * @param name Name of the function, for the error.
 */
export async function callApplication<T>(name: string, run: () => T | PromiseLike<T>, check: Check): Promise<T> {
  let result: T;
  let expected: string | undefined;
  try {
    result = await run();
    expected = check(result);
  } catch (cause) {
    if (isLmError(cause)) throw cause;
    const kind = cause instanceof Error ? cause.name : typeof cause;
    throw new LmError('invalid_request', `"${name}" of runTools() threw an error (${kind}), which is in "cause".`, {
      cause,
    });
  }
  if (expected === undefined) return result;
  throw new LmError('invalid_request', `"${name}" must return ${expected}; received ${shown(result)}.`);
}
