import { readPositive, readText } from '@lmux/core/provider/json';
import type { OllamaShowResponse } from './wire.js';

/**
 * Returns the names in `capabilities`. Returns `undefined` if there are none, which means that nothing is known: Ollama before 0.6.4 does not
 * send them, and later versions leave the list out if they cannot determine it.
 */
export function abilitiesOf(shown: OllamaShowResponse | undefined): string[] | undefined {
  const abilities: unknown = shown?.capabilities;
  return Array.isArray(abilities) && abilities.length > 0 ? abilities : undefined;
}

/** Reads the context length that the model was trained with. Its key begins with the model's architecture. */
export function maxContextOf(shown: OllamaShowResponse | undefined): number | undefined {
  const info = shown?.model_info;
  const architecture = readText(info?.['general.architecture']);
  return architecture === undefined ? undefined : readPositive(info?.[`${architecture}.context_length`]);
}
