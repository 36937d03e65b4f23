import type { DescribedModel, ModelInfo } from '@lmux/core/provider';
import { readBoolean, readObject } from '@lmux/core/provider/json';
import { withoutUndefined } from '../encode/merge-defined.js';
import { decodeModels } from './decode-models.js';
import { readAbilities } from './read-abilities.js';
import type { Model } from './wire.js';

/** What a server tells about a model. */
export type EntryDescription = Omit<DescribedModel, 'id'>;

/** True if the server tells something. */
export function isDescribed({ features, contextLength, maxContextLength }: EntryDescription): boolean {
  return Object.keys(features).length > 0 || contextLength !== undefined || maxContextLength !== undefined;
}

/** Returns the features of a type. A model for embeddings does not chat, and the type of the others does not tell whether they embed. */
export function featuresOfType(type: ModelInfo['type']): DescribedModel['features'] {
  if (type === 'embedding') return { embedding: true, chat: false };
  return type === 'llm' ? { chat: true } : {};
}

/**
 * Describes an entry of a list. `completion_chat` is of Mistral.
 */
export function describeEntry(entry: Model): EntryDescription {
  const [info] = decodeModels({ object: 'list', data: [entry] });
  const { toolUse, reasoning, toolChoice, parallelToolCalls, jsonObject, jsonSchema } = readAbilities(entry);
  const { contextLength, maxContextLength } = info ?? {};
  return {
    features: {
      ...featuresOfType(info?.type ?? 'unknown'),
      ...withoutUndefined({
        chat: readBoolean(readObject(entry.capabilities)['completion_chat']),
        imageInput: info?.capabilities.vision,
        tools: toolUse,
        reasoning,
        toolChoice,
        parallelToolCalls,
        jsonObject,
        jsonSchema,
      }),
    },
    ...withoutUndefined({ contextLength: info?.loaded === false ? undefined : contextLength, maxContextLength }),
  };
}
