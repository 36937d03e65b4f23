import type { ErrorCode } from '../../../errors/error-code.js';
import { isLmError } from '../../../errors/guards.js';
import type { LmError } from '../../../errors/lm-error.js';
import { ensure, shown } from '../assert.js';
import { settle } from '../turns.js';
import { PROMPT } from '../verbs.js';

/** Longest message of an error. */
const MAX_MESSAGE = 500;

/** What a call has to fail with. */
export interface Rejection {
  /** What happened, for the message: `a page in place of an answer`. */
  readonly after: string;
  /** The codes that fit. Default: any. */
  readonly codes?: readonly ErrorCode[] | undefined;
  /** Id of the provider, which the error names. */
  readonly provider: string;
}

/** What a call fails with; throws where it succeeds. */
async function failureOf(promise: Promise<unknown>, what: string): Promise<unknown> {
  let value: unknown;
  try {
    value = await settle(promise, `The call, after ${what},`);
  } catch (error) {
    return error;
  }
  throw new Error(`After ${what}, the call succeeded with ${shown(value)}; it has to fail.`);
}

/** Holds a failure to the rules of errors: one of ours, of the right code, that names the provider and tells no prompt. */
export function checkFailure(error: unknown, { after, codes, provider }: Rejection): LmError {
  ensure(isLmError(error), `After ${after}, the call failed with something that is no LmError: ${shown(error)}`);
  const said = `After ${after}, the call failed with ${shown(error)}`;
  ensure(codes === undefined || codes.includes(error.code), `${said}; its code has to be ${codes?.join(' or ')}.`);
  ensure(error.provider === provider, `${said}; its provider has to be "${provider}".`);
  ensure(error.message.length <= MAX_MESSAGE, `${said}; its message has more than ${MAX_MESSAGE} characters.`);
  ensure(!error.message.includes(PROMPT), `${said}; its message tells the prompt.`);
  return error;
}

/** Waits for a call to fail, and holds the failure to the rules. */
export async function rejects(promise: Promise<unknown>, rejection: Rejection): Promise<LmError> {
  return checkFailure(await failureOf(promise, rejection.after), rejection);
}
