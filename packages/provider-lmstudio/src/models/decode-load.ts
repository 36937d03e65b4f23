import type { IncomingJson, LoadedInstance, LoadRequest, Warning } from '@lmux/core/provider';
import { decodeModelType } from './decode-models.js';

function contextWarnings(asked: number | undefined, config: IncomingJson): Warning[] {
  const got: unknown = config?.context_length;
  if (asked === undefined || typeof got !== 'number' || got === asked) return [];
  return [
    {
      code: 'context_length_mismatch',
      feature: 'contextLength',
      message: `The model was loaded with a context of ${got} tokens, not the ${asked} asked for: LM Studio's engines treat it as a wish.`,
    },
  ];
}

/** A loaded copy in the contract's words, held against what was asked for. */
export function decodeLoad(answer: IncomingJson, request: LoadRequest): LoadedInstance {
  const { instance_id: instanceId, load_time_seconds: seconds, load_config: config } = answer;
  return {
    instanceId,
    type: decodeModelType(answer.type),
    loadSeconds: typeof seconds === 'number' ? seconds : 0,
    ...(typeof config === 'object' && config !== null ? { config } : {}),
    warnings: contextWarnings(request.contextLength, config),
  };
}
