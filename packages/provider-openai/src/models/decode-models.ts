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

function decodeModel(entry: Model): ModelInfo {
  const { meta, status, architecture } = entry;
  const capabilities = readObject(entry.capabilities);
  return {
    id: entry.id,
    type: typeOf(entry),
    loaded: typeof status?.value === 'string' ? status.value === 'loaded' : undefined,
    instances: [],
    capabilities: withoutUndefined({
      vision: has(architecture?.input_modalities, 'image') ?? readBoolean(capabilities.vision),
      toolUse: has(entry.supported_parameters, 'tools') ?? readBoolean(capabilities.function_calling),
    }),
    ...withoutUndefined({
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
