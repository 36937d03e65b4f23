import type { ModelInfo } from '@lmux/core/provider';
import { readBoolean, readObject, readText } from '@lmux/core/provider/json';
import { withoutUndefined } from '../encode/merge-defined.js';
import { listHas, readAbilities } from './read-abilities.js';
import type { Model, ModelList } from './wire.js';

/** Model types, by the names that servers use. `text` is that of Venice. */
const TYPES: Readonly<Record<string, ModelInfo['type']>> = {
  llm: 'llm',
  vlm: 'llm',
  chat: 'llm',
  language: 'llm',
  text: 'llm',
  embedding: 'embedding',
  embeddings: 'embedding',
};

/** Reads the type of a model. That of GitHub Copilot is in `capabilities`. */
function typeOf({ type, architecture, capabilities }: Model): ModelInfo['type'] {
  const name = readText(type) ?? readText(readObject(capabilities).type);
  if (name !== undefined && Object.hasOwn(TYPES, name)) return TYPES[name] ?? 'unknown';
  return listHas(architecture?.output_modalities, 'embeddings') === true ? 'embedding' : 'unknown';
}

function size(...candidates: unknown[]): number | undefined {
  return candidates.find((value): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0);
}

/**
 * Reads the context length with which the model runs. `meta.n_ctx` is that of one slot (ggml-org/llama.cpp pull request 10704),
 * `max_model_len` is the setting with which vLLM and SGLang were started, `context_window` is what Groq serves, `loaded_context_length` is
 * that of LM Studio (`/api/v0/models`), and `top_provider.context_length` is what OpenRouter's provider serves, which may be less than the
 * model's `context_length` (openrouter.ai/docs/client-sdks/typescript/models/topproviderinfo). Unsloth Studio sends the length of a loaded
 * model as `context_length` (anomalyco/opencode issue 40908). Venice and GitHub Copilot serve the length in `model_spec` and `capabilities`.
 * Elsewhere, `context_length` and `max_context_length` belong to the model.
 */
function contextOf(entry: Model): number | undefined {
  return size(
    entry.meta?.n_ctx,
    entry.loaded_context_length,
    entry.max_model_len,
    readObject(entry.top_provider)['context_length'],
    entry.context_window,
    servedContextOf(entry),
    entry.loaded === true ? entry.context_length : undefined,
  );
}

/** Reads the context length of Venice and GitHub Copilot, whose models are always loaded. */
function servedContextOf({ model_spec: venice, capabilities: copilot }: Model): unknown {
  return (
    readObject(venice)['availableContextTokens'] ??
    readObject(readObject(copilot)['limits'])['max_context_window_tokens']
  );
}

/** Reads if a model is in memory: `status.value` of llama.cpp, `state` of LM Studio's `/api/v0/models`, or `loaded` of Unsloth Studio. */
function loadedOf({ status, state, loaded }: Model): boolean | undefined {
  const word = readText(status?.value) ?? readText(state);
  return word === undefined ? readBoolean(loaded) : word === 'loaded';
}

function decodeModel(entry: Model): ModelInfo {
  const { meta } = entry;
  const { vision, toolUse } = readAbilities(entry);
  const loaded = loadedOf(entry);
  // A router of llama.cpp reports text alone for a model that it has not downloaded yet.
  const isUncertain = vision === false && entry.status !== undefined && loaded === false;
  return {
    id: entry.id,
    type: typeOf(entry),
    loaded,
    instances: [],
    capabilities: withoutUndefined({ vision: isUncertain ? undefined : vision, toolUse }),
    ...withoutUndefined({
      contextLength: contextOf(entry),
      maxContextLength: size(
        meta?.n_ctx_train,
        entry.max_model_len,
        entry.context_length,
        entry.context_window,
        entry.max_context_length,
        servedContextOf(entry),
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
