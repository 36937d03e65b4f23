import { LmError, resolveModel, type DescribedModel, type ModelInfo } from '@lmux/core/provider';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import { decodeModels } from './decode-models.js';
import type { NativeModelList } from './wire.js';

/** Chat models and embedding models are two types, and the server rejects requests of the other type with status 400. */
function featuresOfType(type: ModelInfo['type']): DescribedModel['features'] {
  if (type === 'unknown') return {};
  const generates = type === 'llm';
  return { chat: generates, completion: generates, embedding: !generates };
}

/**
 * Decodes what a model supports.
 *
 * - A model that was not trained for tool use is not described as one without tools, because the server gives such models tools in a format
 *   of its own (https://lmstudio.ai/docs/developer/openai-compat/tools).
 * - A model without reasoning settings is not described as one without reasoning, because versions before 0.4.8 do not list the settings of
 *   any model (lmstudio-ai/lmstudio-bug-tracker issue 1659), and the OpenAI-compatible API accepts the setting for every model.
 */
function decodeFeatures({ type, capabilities }: ModelInfo): DescribedModel['features'] {
  const { vision, toolUse, reasoning } = capabilities;
  return {
    ...featuresOfType(type),
    ...withoutUndefined({
      imageInput: vision,
      tools: toolUse === true ? true : undefined,
      reasoning: reasoning === undefined ? undefined : reasoning.allowed.length > 0,
    }),
  };
}

/**
 * Returns the description of a model from the list of models.
 *
 * @param name Key of the model (case-insensitive), or id of an instance.
 * @throws `model_not_found` if the list has neither.
 */
export function decodeDescription(list: NativeModelList, name: string): DescribedModel {
  const found = resolveModel(decodeModels(list), name);
  if (found === undefined) {
    throw new LmError(
      'model_not_found',
      `LM Studio has no model "${name}". Check the name with models.list(), and download the model with models.download().`,
      { provider: 'lmstudio' },
    );
  }
  const { model, instance } = found;
  return {
    id: model.id,
    features: decodeFeatures(model),
    ...withoutUndefined({ contextLength: instance?.contextLength, maxContextLength: model.maxContextLength }),
    ...(instance === undefined ? { loaded: false } : {}),
  };
}
