import type { IncomingJson, ModelInfo } from '@lmux/core/provider';
import { withoutUndefined } from '../encode/merge-defined.js';
import type { ModelList } from './wire.js';

/** What servers that tell call their kinds of models. */
const TYPES: Readonly<Record<string, ModelInfo['type']>> = {
  llm: 'llm',
  vlm: 'llm',
  chat: 'llm',
  language: 'llm',
  embedding: 'embedding',
  embeddings: 'embedding',
};

function typeOf({ type, architecture }: IncomingJson): ModelInfo['type'] {
  if (typeof type === 'string' && Object.hasOwn(TYPES, type)) return TYPES[type] ?? 'unknown';
  return has(architecture?.output_modalities, 'embeddings') === true ? 'embedding' : 'unknown';
}

/** Whether a list has a word; `undefined` where there is no list. */
function has(list: unknown, word: string): boolean | undefined {
  return Array.isArray(list) ? list.includes(word) : undefined;
}

function bool(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function size(...candidates: unknown[]): number | undefined {
  return candidates.find((value): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0);
}

function decodeModel(entry: IncomingJson): ModelInfo {
  const { meta, status, architecture, capabilities } = entry;
  return {
    id: entry.id,
    type: typeOf(entry),
    loaded: typeof status?.value === 'string' ? status.value === 'loaded' : undefined,
    instances: [],
    capabilities: withoutUndefined({
      vision: has(architecture?.input_modalities, 'image') ?? bool(capabilities?.vision),
      toolUse: has(entry.supported_parameters, 'tools') ?? bool(capabilities?.function_calling),
    }),
    ...withoutUndefined({
      maxContextLength: size(
        meta?.n_ctx_train,
        entry.max_model_len,
        entry.context_length,
        entry.context_window,
        entry.max_context_length,
      ),
      displayName: text(entry.display_name) ?? text(entry.name),
      quantization: text(meta?.ftype),
      sizeBytes: size(meta?.size),
    }),
    raw: entry,
  };
}

/** What a list of models tells about each. Most servers tell the id and no more. */
export function decodeModels(list: ModelList): ModelInfo[] {
  return list.data.map((entry) => decodeModel(entry));
}
