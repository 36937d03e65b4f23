import type { DescribedModel } from '@lmux/core/provider';
import { readPositive, readText } from '@lmux/core/provider/json';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import { abilitiesOf, maxContextOf } from './read-shown.js';
import type { OllamaModel, OllamaRunningModel, OllamaShowResponse } from './wire.js';

/**
 * Decodes the capabilities of a model. The server checks the same list: without `completion` it rejects chats and completions, without `tools`
 * tools, and without `thinking` reasoning, each with status 400. Without `vision` it accepts images and ignores them (verified with 0.17.4).
 *
 * A model without `embedding` is not described as one that cannot embed, because version 0.17.4 embeds texts with every model. Versions from
 * 0.30 reject it.
 */
function decodeFeatures(shown: OllamaShowResponse): DescribedModel['features'] {
  const abilities = abilitiesOf(shown);
  if (abilities === undefined) return {};
  const generates = abilities.includes('completion');
  // The template of an embedding model may support tools.
  const has = (ability: string): boolean => generates && abilities.includes(ability);
  return {
    chat: generates,
    completion: generates,
    ...(abilities.includes('embedding') ? { embedding: true } : {}),
    tools: has('tools'),
    imageInput: has('vision'),
    reasoning: has('thinking'),
  };
}

/** What is known about a model besides its `/api/show` response. */
interface ListedModel {
  /** Its entry in `/api/tags`. */
  readonly installed?: OllamaModel | undefined;
  /** Its entry in `/api/ps`. */
  readonly running?: OllamaRunningModel | undefined;
}

/**
 * Decodes the description of a model.
 *
 * @param model The name of the model, which is its id unless it is listed.
 */
export function decodeDescription(
  model: string,
  shown: OllamaShowResponse,
  { installed, running }: ListedModel = {},
): DescribedModel {
  return {
    id: readText(installed?.name) ?? model,
    features: decodeFeatures(shown),
    ...withoutUndefined({
      contextLength: readPositive(running?.context_length),
      maxContextLength: maxContextOf(shown),
      digest: readText(installed?.digest),
    }),
  };
}
