import type { IncomingJson, ModelInfo } from '@lmux/core/provider';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import type { NativeModelList } from './wire.js';

/** What the server calls its kinds of models. */
const TYPES: Readonly<Record<string, ModelInfo['type']>> = { llm: 'llm', vlm: 'llm', embedding: 'embedding' };

/** A kind of model in the contract's words. */
export function decodeModelType(type: unknown): ModelInfo['type'] {
  return typeof type === 'string' && Object.hasOwn(TYPES, type) ? (TYPES[type] ?? 'unknown') : 'unknown';
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function bool(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function size(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}

function decodeReasoning(reasoning: IncomingJson): ModelInfo['capabilities']['reasoning'] {
  if (!Array.isArray(reasoning?.allowed_options)) return undefined;
  const allowed = reasoning.allowed_options.filter((option: unknown) => typeof option === 'string');
  return withoutUndefined({ allowed, default: text(reasoning.default) });
}

function decodeInstances(instances: unknown): ModelInfo['instances'] {
  if (!Array.isArray(instances)) return [];
  return instances
    .filter((instance: IncomingJson) => text(instance?.id) !== undefined)
    .map((instance: IncomingJson) => ({ id: instance.id, config: instance.config ?? {} }));
}

function decodeModel(entry: IncomingJson): ModelInfo {
  const instances = decodeInstances(entry.loaded_instances);
  const { capabilities } = entry;
  return {
    id: entry.key,
    type: decodeModelType(entry.type),
    loaded: Array.isArray(entry.loaded_instances) ? instances.length > 0 : undefined,
    instances,
    capabilities: withoutUndefined({
      vision: bool(capabilities?.vision),
      toolUse: bool(capabilities?.trained_for_tool_use),
      reasoning: decodeReasoning(capabilities?.reasoning),
    }),
    ...withoutUndefined({
      maxContextLength: size(entry.max_context_length),
      displayName: text(entry.display_name),
      publisher: text(entry.publisher),
      architecture: text(entry.architecture),
      quantization: text(entry.quantization?.name),
      sizeBytes: size(entry.size_bytes),
      parameters: text(entry.params_string),
      format: text(entry.format),
    }),
    raw: entry,
  };
}

/** All that the server tells of each model. What it leaves out or sets to null is absent. */
export function decodeModels(list: NativeModelList): ModelInfo[] {
  return list.models.filter((entry: IncomingJson) => text(entry?.key) !== undefined).map((entry) => decodeModel(entry));
}
