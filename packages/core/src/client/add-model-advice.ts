import { appendSentence } from '../errors/edit-message.js';
import { isApiError } from '../errors/guards.js';

/** Adds the next step to the error of an embedding with the model for chats, which many servers cannot use for embeddings. */
export function addModelAdvice(error: unknown): void {
  const isAboutModel =
    isApiError(error) && (error.code === 'invalid_request' || error.code === 'model_not_found' || error.status === 501);
  if (isAboutModel) {
    const advice =
      'The model is "model" of the configuration. Set "embedModel" there, or "model" in the request, to an embedding model.';
    appendSentence(error, advice);
  }
}
