import type { ModelInfo } from '@lmux/core/provider';
import { readPositive, readText } from '@lmux/core/provider/json';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import { aliasesOf } from './model-name.js';
import type { OllamaModel, OllamaRunningModel, OllamaShowResponse } from './wire.js';

function abilitiesOf(shown: OllamaShowResponse | undefined): string[] | undefined {
  const abilities = shown?.capabilities;
  return Array.isArray(abilities) ? abilities : undefined;
}

/** What kind of model it is, by what it can do. */
export function decodeModelType(shown: OllamaShowResponse | undefined): ModelInfo['type'] {
  const abilities = abilitiesOf(shown);
  if (abilities?.includes('embedding')) return 'embedding';
  return abilities?.includes('completion') ? 'llm' : 'unknown';
}

/** gpt-oss takes degrees and cannot switch it off; all others take on and off. */
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

/** The context that the model was made for: under a name that begins with its architecture. */
function maxConreadText(info: OllamaShowResponse['model_info']): number | undefined {
  const architecture = readText(info?.['general.architecture']);
  return architecture === undefined ? undefined : readPositive(info?.[`${architecture}.context_length`]);
}

/** A loaded copy's settings, as the server reports them. */
export function instanceConfig({ context_length, expires_at, size_vram }: OllamaRunningModel): Record<string, unknown> {
  return withoutUndefined({ context_length, expires_at, size_vram });
}

/** A model in the contract's words: its entry among those installed, how it runs, and what it was shown to be, where that is known. */
export function decodeModel(
  entry: OllamaModel,
  running: OllamaRunningModel | undefined,
  shown: OllamaShowResponse | undefined,
): ModelInfo {
  const { details } = entry;
  const info = shown?.model_info;
  return {
    id: entry.name,
    aliases: aliasesOf(entry.name),
    type: decodeModelType(shown),
    loaded: running !== undefined,
    instances: running === undefined ? [] : [{ id: running.name, config: instanceConfig(running) }],
    capabilities: decodeCapabilities(shown),
    ...withoutUndefined({
      maxContextLength: maxConreadText(info),
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
