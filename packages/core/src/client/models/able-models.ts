import { namesOf, type ListedModel } from './listed-models.js';
import type { ModelFacts } from '../../capability/plan-request.js';

/** Returns what the list of models tells about a feature, or `undefined` if it tells nothing. */
function listedAs({ type, capabilities }: ListedModel, feature: string): boolean | undefined {
  switch (feature) {
    case 'imageInput':
      return capabilities.vision;
    case 'tools':
      return capabilities.toolUse;
    case 'reasoning':
      return capabilities.reasoning !== undefined;
    case 'embedding':
      return type === 'embedding';
    case 'chat':
    case 'chat.stream':
    case 'completion':
    case 'completion.stream':
      // Lists without types consist of models for chats.
      return type !== 'embedding';
    default:
      return undefined;
  }
}

/**
 * Returns the ids of models that are known to support all of these features.
 *
 * @param without Name of a model that does not.
 * @param factsOf Returns what is known about a model. It takes precedence over the list.
 */
export function ableModels(
  models: readonly ListedModel[],
  features: readonly string[],
  without: string | undefined,
  factsOf: (model: string) => ModelFacts | undefined,
): string[] {
  const others = models.filter((model) => without === undefined || !namesOf(model).includes(without));
  const able = others.filter((model) =>
    features.every((feature) => factsOf(model.id)?.get(feature)?.value ?? listedAs(model, feature) ?? false),
  );
  return able.map(({ id }) => id);
}
