import type { ErrorCode } from '../../../errors/error-code.js';
import { isLmError } from '../../../errors/guards.js';
import type { LmError } from '../../../errors/lm-error.js';
import { settle } from '../harness/event-loop.js';
import type { AnyStreamEvent } from '../../../contract/stream-event.js';
import { PROMPT } from '../harness/operations.js';
import { ensure, shown } from './assert.js';
import { textOf } from './event-grammar.js';

/** Maximum length of an error message, in characters. */
const MAX_MESSAGE = 500;

/** The error with which a call must fail. */
export interface ExpectedRejection {
  /** The cause, for messages, such as `an HTML page`. */
  readonly after: string;
  /** The allowed codes. Default: any. */
  readonly codes?: readonly ErrorCode[] | undefined;
  /** The id of the provider, which must be `provider` of the error. */
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
  throw new Error(`After ${after}, the call must fail; it resolved with ${shown(value)}.`);
}

/**
 * Throws unless the error is an `LmError` with an allowed code that names the provider and does not contain the prompt.
 */
export function checkFailure(error: unknown, { after, codes, provider }: ExpectedRejection): LmError {
  ensure(
    isLmError(error),
    `After ${after}, the call failed with an error that is not an LmError. Convert every error to an LmError. Received: ${shown(error)}`,
  );
  ensure(
    codes === undefined || codes.includes(error.code),
    `After ${after}, error.code must be ${codes?.join(' or ')}; received ${shown(error)}`,
  );
  ensure(
    error.provider === provider,
    `After ${after}, error.provider must be "${provider}"; received ${shown(error.provider)}. Set it to the id of the provider.`,
  );
  ensure(
    error.message.length <= MAX_MESSAGE,
    `After ${after}, error.message must have at most ${MAX_MESSAGE} characters; received ${error.message.length}. Shorten what it quotes.`,
  );
  ensure(
    !error.message.includes(PROMPT),
    `After ${after}, error.message contains the prompt. Do not quote the request, because messages are logged. Received: ${shown(error)}`,
  );
  return error;
}

/** Waits for a call to fail and checks its error as `checkFailure` does. */
export async function expectFailure(promise: Promise<unknown>, expected: ExpectedRejection): Promise<LmError> {
  return checkFailure(await failureOf(promise, expected.after), expected);
}

/**
 * Throws unless the stream failed without a finish event and `error.partial` contains the text of all events before the
 * error.
 */
export function checkPartial(events: readonly AnyStreamEvent[], { partial }: LmError): void {
  ensure(
    !events.some(({ type }) => type === 'finish'),
    'The stream emitted its finish event and then failed. Emit "finish" only when the response is complete.',
  );
  if (events.length === 0) return;
  const text = textOf(events);
  const expected = `The stream failed after the text ${shown(text)}`;
  ensure(partial !== undefined, `${expected}, but the error has no "partial". Attach the partial response to it.`);
  ensure(
    partial.text === text,
    `${expected}, but "partial.text" of the error is ${shown(partial.text)}. It must be equal.`,
  );
}
