import { resolveModel, type ModelInfo } from '@lmux/core/provider';
import { decodeModels as decodeOpenAIModels, withoutUndefined } from '@lmux/provider-openai/protocol';
import { contextLengthOf } from './context-length.js';
import { isRunning, statusOf } from './model-status.js';
import { modelTypeOf } from './model-type.js';
import type { PropsFacts } from './read-props.js';
import type { LlamaCppModel, LlamaCppModelList } from './wire.js';

function decodeInstances(entry: LlamaCppModel, contextLength: number | undefined): ModelInfo['instances'] {
  if (!isRunning(entry)) return [];
  return [
    {
      id: entry.id,
      ...withoutUndefined({ contextLength }),
      config: contextLength === undefined ? {} : { n_ctx: contextLength },
    },
  ];
}

/** Formats a number of parameters as in the names of models: `134.5M`, `8B`. */
function formatCount(count: unknown): string | undefined {
  if (typeof count !== 'number' || !Number.isFinite(count) || count <= 0) return undefined;
  const [unit, letter] = count >= 1e9 ? [1e9, 'B'] : [1e6, 'M'];
  return `${Number((count / unit).toPrecision(count / unit >= 100 ? 4 : 2))}${letter}`;
}

function decodeModel(info: ModelInfo, entry: LlamaCppModel, told: PropsFacts | undefined): ModelInfo {
  const aliases: unknown = entry.aliases;
  const contextLength = isRunning(entry) ? (contextLengthOf(entry) ?? told?.contextLength) : undefined;
  const { imageInput: vision, tools: toolUse } = told?.features ?? {};
  return {
    ...info,
    type: modelTypeOf(entry),
    capabilities: { ...info.capabilities, ...withoutUndefined({ vision, toolUse }) },
    contextLength,
    aliases: Array.isArray(aliases) ? aliases.filter((alias) => typeof alias === 'string' && alias !== entry.id) : [],
    loaded: statusOf(entry) === 'loaded',
    instances: decodeInstances(entry, contextLength),
    ...withoutUndefined({ parameters: formatCount(entry.meta?.n_params), format: 'gguf' }),
  };
}

/**
 * Decodes a list of models. A server with a single model reports no status, and its model counts as loaded.
 *
 * @param told What the properties of each model tell, in the order of the list. Default: nothing.
 */
export function decodeModels(list: LlamaCppModelList, told: readonly (PropsFacts | undefined)[] = []): ModelInfo[] {
  const infos = decodeOpenAIModels(list as Parameters<typeof decodeOpenAIModels>[0]);
  return infos.map((info, index) => decodeModel(info, info.raw as LlamaCppModel, told[index]));
}

/** Returns the name unchanged, because the server compares names exactly. */
export function canonicalModelName(name: string): string {
  return name;
}

/** Finds the entry of the model with this name or alias. */
export function findModel(list: LlamaCppModelList, name: string): LlamaCppModel | undefined {
  return resolveModel(decodeModels(list), name, canonicalModelName)?.model.raw;
}
