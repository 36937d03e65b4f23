import type { ModelInfo } from '@lmux/core/provider';
import { readBoolean, readObject, readText } from '@lmux/core/provider/json';
import { withoutUndefined } from '../encode/merge-defined.js';
import type { Model, ModelList } from './wire.js';

/** Model types, by the names that servers use. */
const TYPES: Readonly<Record<string, ModelInfo['type']>> = {
  llm: 'llm',
  vlm: 'llm',
  chat: 'llm',
  language: 'llm',
  embedding: 'embedding',
  embeddings: 'embedding',
};

function typeOf({ type, architecture }: Model): ModelInfo['type'] {
  if (typeof type === 'string' && Object.hasOwn(TYPES, type)) return TYPES[type] ?? 'unknown';
  return has(architecture?.output_modalities, 'embeddings') === true ? 'embedding' : 'unknown';
}

/** True if the list contains the word. `undefined` if there is no list. */
function has(list: unknown, word: string): boolean | undefined {
  return Array.isArray(list) ? list.includes(word) : undefined;
}

function size(...candidates: unknown[]): number | undefined {
  return candidates.find((value): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0);
}

/**
 * Reads the context length with which the model runs. `meta.n_ctx` is that of one slot (ggml-org/llama.cpp pull request 10704),
 * `max_model_len` is the setting with which vLLM and SGLang were started, `context_window` is what Groq serves, `loaded_context_length` is
 * that of LM Studio (`/api/v0/models`), and `top_provider.context_length` is what OpenRouter's provider serves, which may be less than the
 * model's `context_length` (openrouter.ai/docs/client-sdks/typescript/models/topproviderinfo). Unsloth Studio sends the length of a loaded
 * model as `context_length` (anomalyco/opencode issue 40908). Elsewhere, `context_length` and `max_context_length` belong to the model.
 */
function contextOf(entry: Model): number | undefined {
  return size(
    entry.meta?.n_ctx,
    entry.loaded_context_length,
    entry.max_model_len,
    readObject(entry.top_provider)['context_length'],
    entry.context_window,
    entry.loaded === true ? entry.context_length : undefined,
  );
}

/** Reads if a model is in memory: `status.value` of llama.cpp, `state` of LM Studio's `/api/v0/models`, or `loaded` of Unsloth Studio. */
function loadedOf({ status, state, loaded }: Model): boolean | undefined {
  const word = readText(status?.value) ?? readText(state);
  return word === undefined ? readBoolean(loaded) : word === 'loaded';
}

function decodeModel(entry: Model): ModelInfo {
  const { meta, architecture } = entry;
  const capabilities = readObject(entry.capabilities);
  return {
    id: entry.id,
    type: typeOf(entry),
    loaded: loadedOf(entry),
    instances: [],
    capabilities: withoutUndefined({
      vision: has(architecture?.input_modalities, 'image') ?? readBoolean(capabilities.vision),
      toolUse: has(entry.supported_parameters, 'tools') ?? readBoolean(capabilities.function_calling),
    }),
    ...withoutUndefined({
      contextLength: contextOf(entry),
      maxContextLength: size(
        meta?.n_ctx_train,
        entry.max_model_len,
        entry.context_length,
        entry.context_window,
        entry.max_context_length,
      ),
      displayName: readText(entry.display_name) ?? readText(entry.name),
      quantization: readText(meta?.ftype),
      sizeBytes: size(meta?.size),
    }),
    raw: entry,
  };
}

/** Decodes a list of models. Most servers send only the ids. */
export function decodeModels(list: ModelList): ModelInfo[] {
  return list.data.map((entry) => decodeModel(entry));
}
