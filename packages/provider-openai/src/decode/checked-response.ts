import { LmError, type IncomingJson, type JsonAnswer } from '@lmux/core/provider';

/** The body of an answer that should have `choices`: an array in any case. What carries an error, or is something else, throws. */
export function checkedAnswer({ body, apiError }: JsonAnswer): IncomingJson {
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

/** The error that a choice carries instead of an answer (OpenRouter), as the body of an error; `undefined` when none does. */
export function choiceError(body: IncomingJson): { error: IncomingJson } | undefined {
  if (!Array.isArray(body?.choices)) return undefined;
  for (const choice of body.choices) {
    const error: unknown = choice?.error;
    if (error !== undefined && error !== null && error !== false) return { error };
  }
  return undefined;
}
