import type { ModelInfo } from '../contract/model.js';
import type { ModelFacts } from '../capability/plan-request.js';

/** Returns what the list of models tells about a feature, or `undefined` if it tells nothing. */
function listedAs({ type, capabilities }: ModelInfo, feature: string): boolean | undefined {
  switch (feature) {
    case 'imageInput':
      return capabilities.vision;
    case 'tools':
      return capabilities.toolUse;
    case 'reasoning':
      return capabilities.reasoning !== undefined;
    case 'embedding':
      return type === 'embedding';
    default:
      // Lists that tell no types consist of models for chats.
      return type !== 'embedding';
  }
}

/**
 * Returns the ids of models that are known to support all of these features.
 *
 * @param factsOf Returns what is known about a model. It takes precedence over the list.
 */
export function ableModels(
  models: readonly ModelInfo[],
  features: readonly string[],
  factsOf: (model: string) => ModelFacts | undefined,
): string[] {
  const able = models.filter((model) =>
    features.every((feature) => factsOf(model.id)?.get(feature)?.value ?? listedAs(model, feature) ?? false),
  );
  return able.map(({ id }) => id);
}
