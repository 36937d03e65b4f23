import type { EmbeddingRequest, EmbeddingResponse } from '../contract/embedding.js';
import { mergeEmbeddings } from '../embeddings/merge-embeddings.js';
import { splitInput, type InputPart } from '../embeddings/split-input.js';
import { replaceMessage } from '../errors/edit-message.js';
import { LmError } from '../errors/lm-error.js';
import { safeText } from '../errors/redact.js';
import { limitOf } from '../capability/route-limits.js';
import { resolveTimeouts } from '../http/resolve-timeouts.js';
import type { Provider, WithModel } from '../provider/provider.js';
import type { ClientCore } from './client-core.js';
import type { Prepared } from './client-parts.js';

const DEFAULT_CONCURRENCY = 4;

/** Puts the positions of the texts before the message of an error. The texts themselves are not shown. */
function locate(error: LmError, { start, texts }: InputPart, count: number): LmError {
  const last = start + texts.length - 1;
  const where = last === start ? `"input[${start}]"` : `"input[${start}]" to "input[${last}]"`;
  replaceMessage(error, safeText(`Embedding ${where} of ${count} texts failed. ${error.message}`));
  return error;
}

function checkCount({ embeddings }: EmbeddingResponse, { texts }: InputPart): void {
  if (embeddings.length === texts.length) return;
  throw new LmError(
    'unexpected_response',
    `The provider returned ${embeddings.length} embeddings for ${texts.length} texts. Check that the model is an embedding model.`,
  );
}

/**
 * Embeds texts in as many requests as the limits of the route require, and merges their responses. A failed request cancels the others. The
 * requests share one signal and one `total` timeout, and each has its own retries.
 */
export function embedInParts(
  core: ClientCore,
  embed: NonNullable<Provider['embed']>,
  { request, call, slot }: Pick<Prepared<WithModel<EmbeddingRequest>>, 'request' | 'call' | 'slot'>,
): Promise<EmbeddingResponse> {
  const { matrix, config } = core.parts;
  const { limits = {}, maxConcurrent = Infinity } = config;
  const limit = (name: 'embedInputs' | 'embedBytes') => limitOf(name, matrix, call.route, limits);
  const { input } = request;
  const parts =
    typeof input === 'string'
      ? []
      : splitInput(input, { embedInputs: limit('embedInputs'), embedBytes: limit('embedBytes') });
  if (parts.length < 2) return embed(request, call);
  const concurrency = Math.min(limits.embedConcurrency ?? DEFAULT_CONCURRENCY, maxConcurrent, parts.length);
  return runParts(core, embed, { request, call, slot }, { parts, concurrency, count: input.length });
}

async function runParts(
  core: ClientCore,
  embed: NonNullable<Provider['embed']>,
  { request, call, slot }: Pick<Prepared<WithModel<EmbeddingRequest>>, 'request' | 'call' | 'slot'>,
  { parts, concurrency, count }: { parts: readonly InputPart[]; concurrency: number; count: number },
): Promise<EmbeddingResponse> {
  const { options } = call;
  const scope = core.openWait(options.signal, `the embedding of ${count} texts in ${parts.length} requests`);
  const timeouts = { ...options.timeouts, total: 0 };
  const partCall = { ...call, options: { ...options, timeouts, signal: scope.signal } };
  const responses: EmbeddingResponse[] = [];
  const waiting = parts.entries();
  // The workers share the iterator, so that each part is sent once.
  const work = async (): Promise<void> => {
    for (const [index, part] of waiting) {
      try {
        scope.throwIfFailed();
        const response = await embed({ ...request, input: part.texts }, partCall);
        checkCount(response, part);
        responses[index] = response;
      } catch (error) {
        if (scope.failure === undefined) scope.fail(locate(core.named(error), part, count));
        return;
      }
    }
  };
  try {
    scope.startTotal(resolveTimeouts(options, core.parts.config, false).total, slot.startedMs);
    await Promise.all(Array.from({ length: concurrency }, work));
    scope.throwIfFailed();
    return mergeEmbeddings(responses, request.model);
  } finally {
    core.closeWait(scope);
  }
}
