import {
  ApiError,
  classifyError,
  LmError,
  readErrorBody,
  type IncomingJson,
  type JsonAnswer,
} from '@lmux/core/provider';
import { choiceError } from './choice-error.js';

/** The body of an answer that should have `choices`: an array in any case. What carries an error, or is something else, throws. */
export function checkedAnswer({ body, status }: JsonAnswer): IncomingJson {
  const answer: IncomingJson = body;
  const inChoice = choiceError(answer);
  if (inChoice !== undefined) {
    const error = readErrorBody(inChoice);
    const code = classifyError(status, error);
    throw new ApiError(code, `The server began an answer and failed: ${error?.message ?? 'it does not say why'}`, {
      status,
      serverCode: error?.code,
      serverType: error?.type,
      retryable: code === 'server_error' || code === 'overloaded' || code === 'rate_limited',
      rawBody: JSON.stringify(answer),
    });
  }
  if (typeof answer !== 'object' || answer === null || !('choices' in answer)) {
    throw new LmError(
      'unexpected_response',
      'The server answered with JSON that is no completion: it has no "choices". Check that baseUrl leads to the API.',
    );
  }
  return Array.isArray(answer.choices) ? answer : { ...answer, choices: [] };
}
