import { Refusal } from '../shared/http/refusal.js';
import type { Model } from '../shared/models/model.js';
import type { PromptMessage } from '../shared/engine/reply.js';

/** Refuses images for a model that cannot see. */
export function checkImages(model: Model, messages: readonly PromptMessage[]): void {
  if (model.vision || messages.every(({ images }) => images === 0)) return;
  throw new Refusal(400, `The messages contain images, but ${model.id} does not support image inputs.`);
}
