import type { ErrorCode } from '../../../errors/error-code.js';
import { isLmError } from '../../../errors/guards.js';
import type { LmError } from '../../../errors/lm-error.js';
import { settle } from '../harness/event-loop.js';
import { PROMPT, type AnyStreamEvent } from '../harness/operations.js';
import { ensure, shown } from './assert.js';
import { textOf } from './event-grammar.js';

/** Longest message of an error, in characters. */
const MAX_MESSAGE = 500;

/** The error with which a call must fail. */
export interface ExpectedRejection {
  /** The cause, for the message: `an HTML page`. */
  readonly after: string;
  /** The codes that are allowed. Default: any. */
  readonly codes?: readonly ErrorCode[] | undefined;
  /** Id of the provider, which the error must name. */
  readonly provider: string;
}

/** Resolves with the error of a call. Throws if the call succeeds. */
async function failureOf(promise: Promise<unknown>, after: string): Promise<unknown> {
  let value: unknown;
  try {
    value = await settle(promise, `The call, after ${after},`);
  } catch (error) {
    return error;
  }
  throw new Error(`After ${after}, the call succeeded with ${shown(value)}; it must fail.`);
}

/** Throws unless the error is an `LmError` with an allowed code that names the provider and does not contain the prompt. */
export function checkFailure(error: unknown, { after, codes, provider }: ExpectedRejection): LmError {
  ensure(isLmError(error), `After ${after}, the call failed with an error that is not an LmError: ${shown(error)}`);
  const said = `After ${after}, the call failed with ${shown(error)}`;
  ensure(codes === undefined || codes.includes(error.code), `${said}; its code must be ${codes?.join(' or ')}.`);
  ensure(error.provider === provider, `${said}; its provider must be "${provider}".`);
  ensure(error.message.length <= MAX_MESSAGE, `${said}; its message has more than ${MAX_MESSAGE} characters.`);
  ensure(!error.message.includes(PROMPT), `${said}; its message contains the prompt.`);
  return error;
}

/** Waits for a call to fail, and checks its error as `checkFailure` does. */
export async function expectFailure(promise: Promise<unknown>, expected: ExpectedRejection): Promise<LmError> {
  return checkFailure(await failureOf(promise, expected.after), expected);
}

/** Throws unless the stream failed without a finish event and `error.partial` has the text of all events before the error. */
export function checkPartial(events: readonly AnyStreamEvent[], { partial }: LmError): void {
  ensure(!events.some(({ type }) => type === 'finish'), 'The stream emitted its finish event and then failed.');
  if (events.length === 0) return;
  const text = textOf(events);
  ensure(partial !== undefined, `The stream failed after the text ${shown(text)}, but its error has no "partial".`);
  ensure(
    partial.text === text,
    `The stream failed after the text ${shown(text)}, but "partial" of its error has the text ${shown(partial.text)}.`,
  );
}
