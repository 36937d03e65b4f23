import type { PromptMessage } from '../shared/engine/reply.js';
import { Refusal } from '../shared/http/refusal.js';
import type { Model } from '../shared/models/model.js';
import { promptOverflow } from './engine-refusal.js';

/** Refuses a prompt that does not fit. Returns the number of tokens left for the response. */
export function checkContext(contextLength: number, promptTokens: number): number {
  const available = contextLength - promptTokens;
  if (available > 0) return available;
  throw promptOverflow(contextLength, promptTokens);
}

/** Refuses images for a model without vision. */
export function checkImages(model: Model, messages: readonly PromptMessage[]): void {
  if (model.vision || messages.every(({ images }) => images === 0)) return;
  throw new Refusal(400, `The messages contain images, but ${model.id} does not support image inputs.`);
}
