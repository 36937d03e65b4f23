import type { ModelInfo } from '@lmux/core/provider';
import { readPositive, readText } from '@lmux/core/provider/json';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import { aliasesOf } from './model-name.js';
import { abilitiesOf, maxContextOf } from './read-shown.js';
import type { OllamaModel, OllamaRunningModel, OllamaShowResponse } from './wire.js';

/** Derives the type of a model from its capabilities. */
export function decodeModelType(shown: OllamaShowResponse | undefined): ModelInfo['type'] {
  const abilities = abilitiesOf(shown);
  if (abilities?.includes('embedding')) return 'embedding';
  return abilities?.includes('completion') ? 'llm' : 'unknown';
}

/** Returns the reasoning settings of a model family. gpt-oss has levels and no way to turn reasoning off. All others have on and off. */
function reasoningSettings(family: unknown): { allowed: string[] } {
  return { allowed: family === 'gptoss' ? ['low', 'medium', 'high'] : ['off', 'on'] };
}

function decodeCapabilities(shown: OllamaShowResponse | undefined): ModelInfo['capabilities'] {
  const abilities = abilitiesOf(shown);
  if (abilities === undefined) return {};
  return withoutUndefined({
    vision: abilities.includes('vision'),
    toolUse: abilities.includes('tools'),
    reasoning: abilities.includes('thinking') ? reasoningSettings(shown?.details?.family) : undefined,
  });
}

/** Returns the settings of a loaded instance, as the server reports them. */
export function instanceConfig({ context_length, expires_at, size_vram }: OllamaRunningModel): Record<string, unknown> {
  return withoutUndefined({ context_length, expires_at, size_vram });
}

/**
 * Decodes a model from its entry in `/api/tags`.
 *
 * @param running Its entry in `/api/ps`. `null` if it is not loaded, and `undefined` if that is not known.
 * @param shown Its `/api/show` response, if there is one.
 */
export function decodeModel(
  entry: OllamaModel,
  running: OllamaRunningModel | null | undefined,
  shown: OllamaShowResponse | undefined,
): ModelInfo {
  const { details } = entry;
  const contextLength = readPositive(running?.context_length);
  const info = shown?.model_info;
  return {
    id: entry.name,
    aliases: aliasesOf(entry.name),
    type: decodeModelType(shown),
    loaded: running === undefined ? undefined : running !== null,
    instances: running
      ? [{ id: running.name, ...withoutUndefined({ contextLength }), config: instanceConfig(running) }]
      : [],
    capabilities: decodeCapabilities(shown),
    ...withoutUndefined({
      contextLength,
      maxContextLength: maxContextOf(shown),
      digest: readText(entry.digest),
      displayName: readText(info?.['general.name']) ?? readText(info?.['general.basename']),
      publisher: readText(info?.['general.organization']),
      architecture: readText(info?.['general.architecture']) ?? readText(details?.family),
      quantization: readText(details?.quantization_level),
      sizeBytes: readPositive(entry.size),
      parameters: readText(details?.parameter_size),
      format: readText(details?.format),
    }),
    raw: entry,
  };
}
