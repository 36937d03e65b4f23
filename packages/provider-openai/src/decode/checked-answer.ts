import { LmError, type IncomingJson, type JsonResponse } from '@lmux/core/provider';
import { choiceError } from './choice-error.js';

/** The body of an answer that should have `choices`: an array in any case. What carries an error, or is something else, throws. */
export function checkedAnswer({ body, apiError }: JsonResponse): IncomingJson {
  const answer: IncomingJson = body;
  const inChoice = choiceError(answer);
  if (inChoice !== undefined) throw apiError(inChoice);
  if (typeof answer !== 'object' || answer === null || !('choices' in answer)) {
    throw new LmError(
      'unexpected_response',
      'The server answered with JSON that is no completion: it has no "choices". Check that baseUrl leads to the API.',
    );
  }
  return Array.isArray(answer.choices) ? answer : { ...answer, choices: [] };
}
