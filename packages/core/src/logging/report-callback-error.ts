/** The objects and functions of the application of which an error has been reported. */
const reported = new WeakSet<object>();

/** The part of Node's `process` that shows a warning. Bun and Deno have it too. */
interface WarningProcess {
  emitWarning?(message: string, options: { type: string; code: string; detail?: string | undefined }): void;
}

/**
 * Reports an error that a logger, a clock, an observer or another callback of the application threw. Such an error never fails a call. Only
 * the first error of each owner is reported: as a process warning with the code `LMUX_CALLBACK_ERROR`, or with `reportError` and
 * `console.error` where there are no process warnings.
 *
 * @param what Name of the callback, such as `logger.debug`.
 * @param owner The object or function that threw.
 */
export function reportCallbackError(what: string, owner: object, error: unknown): void {
  if (reported.has(owner)) return;
  reported.add(owner);
  const message = `The ${what} that the application passed to lmux threw an error or returned an invalid value. lmux continued without its result. Further errors of the same object are not reported.`;
  const { process, reportError } = globalThis as { process?: WarningProcess; reportError?: (error: unknown) => void };
  if (process?.emitWarning !== undefined) {
    process.emitWarning(message, { type: 'LmuxWarning', code: 'LMUX_CALLBACK_ERROR', detail: describe(error) });
  } else if (reportError !== undefined) {
    reportError(error);
  } else {
    // The logger may be what threw.
    // oxlint-disable-next-line no-console
    console.error(message, error);
  }
}

/** Returns the stack or the text of what was thrown, which may be an object that throws when it is read. */
function describe(error: unknown): string | undefined {
  try {
    return error instanceof Error ? String(error.stack) : String(error);
  } catch {
    return `A value of type ${typeof error} that cannot be shown.`;
  }
}
