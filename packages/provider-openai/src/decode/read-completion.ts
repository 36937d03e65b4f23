import { LmError, type JsonResponse } from '@lmux/core/provider';
import { describeJson, isObject, readArray, readObject } from '@lmux/core/provider/json';
import { decodeFinishReason } from './decode-finish-reason.js';
import { readIndex } from './read-index.js';
import { isFlatError, isZeroError } from '@lmux/core/provider/streams';

/** A body with `choices`. The other fields have not been checked. */
export interface CompletionBody {
  choices: unknown[];
  [field: string]: unknown;
}

/**
 * Returns the body of a complete response. Its `choices` contain a response. The other fields are as the server sent them.
 *
 * @throws The server's error if a choice contains one, or `unexpected_response` if no choice contains a response.
 */
export function readCompletion({ body, apiError }: JsonResponse): CompletionBody {
  const response: unknown = body;
  const inChoice = choiceError(response);
  if (inChoice !== undefined) throw apiError(inChoice);
  if (isFlatError(response, 'choices')) throw apiError(response);
  if (!isObject(response) || !('choices' in response)) {
    throw new LmError(
      'unexpected_response',
      'The server returned JSON without "choices", which is not a completion. Check that "baseUrl" is the address of an OpenAI-compatible server.',
    );
  }
  if (!readArray(response.choices).some(hasResponse))
    throw new LmError('unexpected_response', withoutResponse(response));
  return response as CompletionBody;
}

/**
 * Returns true if a choice contains a response, which may be empty, and has a valid index. A choice that was filtered, or ended at the token limit
 * before its first token, need not contain one.
 */
export function hasResponse(choice: unknown, position: number): boolean {
  const { index, message, delta, text, finish_reason: reason } = readObject(choice);
  if (readIndex(index, position) === undefined) return false;
  if (isObject(message) || isObject(delta) || typeof text === 'string') return true;
  const { unified } = decodeFinishReason(reason);
  return unified === 'content-filter' || unified === 'length';
}

/** Returns the message for JSON without a choice that contains a response. It names the keys and types, but no values. */
export function withoutResponse(json: object): string {
  const [choice] = readArray(readObject(json).choices);
  const what =
    choice === undefined
      ? `a completion without a choice: ${describeJson(json)}`
      : `a completion whose choice has no message, delta or text, or no valid index: ${describeJson(choice)}`;
  return `The server returned ${what}. Retry the request, or check the server's log.`;
}

/**
 * Returns the error that a choice contains instead of a message (OpenRouter), or within its message or delta, in the form of an error body.
 * Returns `undefined` if there is none.
 */
export function choiceError(body: unknown): { error: unknown } | undefined {
  for (const choice of readArray(readObject(body).choices)) {
    const { error: own, delta, message } = readObject(choice);
    const error = own || readObject(delta).error || readObject(message).error;
    if (error && !isZeroError(error)) return { error };
  }
  return undefined;
}
