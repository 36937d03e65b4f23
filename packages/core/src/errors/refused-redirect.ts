import { defineHidden, type LmError } from './lm-error.js';

/** Marks errors of redirects. */
const REFUSED_REDIRECT = Symbol.for('lmux.refusedRedirect');

/** Marks an error as that of a redirect that was not followed, and returns it. */
export function markRefusedRedirect(error: LmError): LmError {
  defineHidden(error, REFUSED_REDIRECT, true);
  return error;
}

/** Returns true for the error of a redirect that was not followed. Its message contains the next step. */
export function isRefusedRedirect(error: LmError): boolean {
  return (error as { [REFUSED_REDIRECT]?: boolean })[REFUSED_REDIRECT] === true;
}
