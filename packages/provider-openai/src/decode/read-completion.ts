import { LmError, type JsonResponse } from '@lmux/core/provider';
import { isObject, readArray, readObject } from '@lmux/core/provider/json';

/** A body with `choices`. The other fields have not been checked. */
export interface CompletionBody {
  choices: unknown[];
  [field: string]: unknown;
}

/**
 * Returns the body of a complete response. `choices` is always an array. The other fields are as the server sent them.
 *
 * @throws The server's error if a choice contains one, or `unexpected_response` if there are no `choices`.
 */
export function readCompletion({ body, apiError }: JsonResponse): CompletionBody {
  const response: unknown = body;
  const inChoice = choiceError(response);
  if (inChoice !== undefined) throw apiError(inChoice);
  if (!isObject(response) || !('choices' in response)) {
    throw new LmError(
      'unexpected_response',
      'The server returned JSON without "choices", which is not a completion. Check that "baseUrl" is the address of an OpenAI-compatible server.',
    );
  }
  const { choices } = response;
  return (Array.isArray(choices) ? response : { ...response, choices: [] }) as CompletionBody;
}

/** Returns the error that a choice contains instead of a message (OpenRouter), in the form of an error body, or `undefined`. */
export function choiceError(body: unknown): { error: unknown } | undefined {
  for (const choice of readArray(readObject(body).choices)) {
    const { error } = readObject(choice);
    if (error !== undefined && error !== null && error !== false) return { error };
  }
  return undefined;
}
