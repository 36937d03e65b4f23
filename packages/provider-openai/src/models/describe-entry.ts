import type { DescribedModel, ModelInfo } from '@lmux/core/provider';
import { readBoolean, readObject } from '@lmux/core/provider/json';
import { withoutUndefined } from '../encode/merge-defined.js';
import { decodeModels } from './decode-models.js';
import { readAbilities } from './read-abilities.js';
import type { Model } from './wire.js';

/** What a server tells about a model. */
export type ToldModel = Omit<DescribedModel, 'id'>;

/** True if the server tells something. */
export function tellsAnything({ features, contextLength, maxContextLength }: ToldModel): boolean {
  return Object.keys(features).length > 0 || contextLength !== undefined || maxContextLength !== undefined;
}

/** Returns the features of a type. A model for embeddings does not chat, and the type of the others does not tell whether they embed. */
export function featuresOfType(type: ModelInfo['type']): DescribedModel['features'] {
  if (type === 'embedding') return { embedding: true, chat: false };
  return type === 'llm' ? { chat: true } : {};
}

/**
 * Describes an entry of a list. A router of llama.cpp that has not downloaded a model yet reports text as its only modality, so for a model that
 * is not loaded, only images tell something. `completion_chat` is of Mistral.
 */
export function describeEntry(entry: Model): ToldModel {
  const [info] = decodeModels({ object: 'list', data: [entry] });
  const { vision, toolUse, reasoning } = readAbilities(entry);
  const isUncertain = vision === false && entry.status !== undefined && info?.loaded === false;
  const { contextLength, maxContextLength } = info ?? {};
  return {
    features: {
      ...featuresOfType(info?.type ?? 'unknown'),
      ...withoutUndefined({
        chat: readBoolean(readObject(entry.capabilities)['completion_chat']),
        imageInput: isUncertain ? undefined : vision,
        tools: toolUse,
        reasoning,
      }),
    },
    ...withoutUndefined({ contextLength: info?.loaded === false ? undefined : contextLength, maxContextLength }),
  };
}
