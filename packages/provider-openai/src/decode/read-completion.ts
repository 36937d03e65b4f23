import { LmError, type JsonResponse } from '@lmux/core/provider';
import { isObject, readArray, readObject } from '@lmux/core/provider/json';

/** A body with `choices`, whose other fields nobody has looked at. */
export interface CompletionBody {
  choices: unknown[];
  [field: string]: unknown;
}

/**
 * Returns the body of a whole response that should have `choices`: an array in any case. Its other fields are as the server sent them.
 *
 * @throws The server's error if a choice carries one, else `unexpected_response` if there are no `choices`.
 */
export function readCompletion({ body, apiError }: JsonResponse): CompletionBody {
  const response: unknown = body;
  const inChoice = choiceError(response);
  if (inChoice !== undefined) throw apiError(inChoice);
  if (!isObject(response) || !('choices' in response)) {
    throw new LmError(
      'unexpected_response',
      'The server answered with JSON that is no completion: it has no "choices". Check that baseUrl leads to the API.',
    );
  }
  const { choices } = response;
  return (Array.isArray(choices) ? response : { ...response, choices: [] }) as CompletionBody;
}

/** The error that a choice carries instead of a reply (OpenRouter), as the body of an error; `undefined` when none does. */
export function choiceError(body: unknown): { error: unknown } | undefined {
  for (const choice of readArray(readObject(body).choices)) {
    const { error } = readObject(choice);
    if (error !== undefined && error !== null && error !== false) return { error };
  }
  return undefined;
}
