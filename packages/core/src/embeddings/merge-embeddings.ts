import type { EmbeddingResponse } from '../contract/embedding.js';
import type { Usage } from '../contract/usage.js';
import type { Warning } from '../contract/warning.js';
import { LmError } from '../errors/lm-error.js';

/** Returns the sum of each count that every response has. A sum without one of them would be wrong. */
function sumUsage([first, ...others]: readonly (Usage | undefined)[]): Usage | undefined {
  const sums = Object.entries(first ?? {}).flatMap(([name, count]: [string, number]) => {
    const sum = others.reduce((total, usage) => total + (usage?.[name as keyof Usage] ?? Number.NaN), count);
    return Number.isNaN(sum) ? [] : [[name, sum] as const];
  });
  return sums.length === 0 ? undefined : Object.fromEntries(sums);
}

function distinct(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((warning) => [JSON.stringify(warning), warning])).values()];
}

/**
 * Merges the responses to the parts of an input, in order. The model is that of the first response, and `raw` is an array of all bodies.
 *
 * @throws `unexpected_response` if the vectors have different lengths, as with several servers behind one address.
 */
export function mergeEmbeddings(responses: readonly EmbeddingResponse[], requestedModel: string): EmbeddingResponse {
  const embeddings = responses.flatMap((response) => response.embeddings);
  const lengths = [...new Set(embeddings.map((vector) => vector.length))];
  if (lengths.length > 1) {
    throw new LmError(
      'unexpected_response',
      `The server returned embeddings of different lengths (${lengths.slice(0, 3).join(', ')}) for parts of one input. Check that all servers behind "baseUrl" have the same model.`,
    );
  }
  const usage = sumUsage(responses.map((response) => response.usage));
  return {
    embeddings,
    model: responses[0]?.model ?? requestedModel,
    ...(usage && { usage }),
    warnings: distinct(responses.flatMap((response) => response.warnings)),
    raw: responses.map((response) => response.raw),
  };
}
