import type { ModelInfo } from '@lmux/core/provider';
import {
  isObject,
  readArray,
  readBoolean,
  readObject,
  readObjects,
  readPositive,
  readText,
} from '@lmux/core/provider/json';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import type { NativeModelList } from './wire.js';

/** Model types, by the server's names. */
const TYPES: Readonly<Record<string, ModelInfo['type']>> = { llm: 'llm', vlm: 'llm', embedding: 'embedding' };

/** Decodes a model type. */
export function decodeModelType(type: unknown): ModelInfo['type'] {
  return typeof type === 'string' && Object.hasOwn(TYPES, type) ? (TYPES[type] ?? 'unknown') : 'unknown';
}

function decodeReasoning(reasoning: unknown): ModelInfo['capabilities']['reasoning'] {
  const { allowed_options: options, default: byDefault } = readObject(reasoning);
  if (!Array.isArray(options)) return undefined;
  const allowed = readArray(options).filter((option) => typeof option === 'string');
  return withoutUndefined({ allowed, default: readText(byDefault) });
}

function decodeInstances(instances: unknown): ModelInfo['instances'] {
  return readObjects(instances).flatMap(({ id, config }) => {
    const name = readText(id);
    if (name === undefined) return [];
    const settings = isObject(config) ? config : {};
    const contextLength = readPositive(settings['context_length']);
    return [{ id: name, ...withoutUndefined({ contextLength }), config: settings }];
  });
}

function decodeModel(id: string, entry: Readonly<Record<string, unknown>>): ModelInfo {
  const instances = decodeInstances(entry['loaded_instances']);
  const capabilities = readObject(entry['capabilities']);
  return {
    id,
    type: decodeModelType(entry['type']),
    loaded: Array.isArray(entry['loaded_instances']) ? instances.length > 0 : undefined,
    instances,
    capabilities: withoutUndefined({
      vision: readBoolean(capabilities['vision']),
      toolUse: readBoolean(capabilities['trained_for_tool_use']),
      reasoning: decodeReasoning(capabilities['reasoning']),
    }),
    ...withoutUndefined({
      contextLength: instances[0]?.contextLength,
      maxContextLength: readPositive(entry['max_context_length']),
      displayName: readText(entry['display_name']),
      publisher: readText(entry['publisher']),
      architecture: readText(entry['architecture']),
      quantization: readText(readObject(entry['quantization'])['name']),
      sizeBytes: readPositive(entry['size_bytes']),
      parameters: readText(entry['params_string']),
      format: readText(entry['format']),
    }),
    raw: entry,
  };
}

/** Decodes a list of models. Fields that the server omits or sets to null are absent. */
export function decodeModels({ models }: NativeModelList): ModelInfo[] {
  return readObjects(models).flatMap((entry) => {
    const id = readText(entry['key']);
    return id === undefined ? [] : [decodeModel(id, entry)];
  });
}
