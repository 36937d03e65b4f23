import type { LoadedInstance, LoadRequest, Warning } from '@lmux/core/provider';
import { readNumber, readPositive } from '@lmux/core/provider/json';
import { decodeModelType } from './decode-models.js';
import type { LoadModelResponse } from './wire.js';

function contextWarnings(requested: number | undefined, config: LoadModelResponse['load_config']): Warning[] {
  const got = readNumber(config?.context_length);
  if (requested === undefined || got === undefined || got === requested) return [];
  return [
    {
      code: 'context_length_mismatch',
      feature: 'contextLength',
      message: `"contextLength" is ${requested}, but the model was loaded with a context of ${got} tokens. Some of LM Studio's engines ignore the setting.`,
    },
  ];
}

/** Decodes a loaded instance. Warns if its context length is not the requested one. */
export function decodeLoad(loaded: LoadModelResponse, request: LoadRequest): LoadedInstance {
  const { instance_id: instanceId, load_time_seconds: seconds, load_config: config } = loaded;
  return {
    instanceId,
    type: decodeModelType(loaded.type),
    loadSeconds: readNumber(seconds) ?? 0,
    contextLength: readPositive(config?.context_length),
    ...(typeof config === 'object' && config !== null ? { config } : {}),
    warnings: contextWarnings(request.contextLength, config),
  };
}
