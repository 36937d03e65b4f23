import type { ModelInfo } from '@lmux/core/provider';
import type { LlamaCppModel } from './wire.js';

/** Options that start a model for embeddings (common/arg.cpp). A chat is possible nevertheless, unless it is a model that cannot generate. */
const EMBEDDINGS: ReadonlySet<unknown> = new Set(['--embedding', '--embeddings']);

/** Options that start a model for ranking, whose vectors are scores. */
const RANKING: ReadonlySet<unknown> = new Set(['--rerank', '--reranking']);

/** Values of `--pooling` with which `/v1/embeddings` returns no vectors of texts. */
const OTHER_POOLING: ReadonlySet<unknown> = new Set(['none', 'rank']);

/**
 * Returns the type of a model according to the command line of its process, which a router reports. `unknown` for a server with a single model,
 * which reports none. An environment variable of the router (`LLAMA_ARG_EMBEDDINGS`) is not in the command line.
 */
export function modelTypeOf({ status }: LlamaCppModel): ModelInfo['type'] {
  const args: unknown = status?.args;
  if (!Array.isArray(args) || args.some((arg) => RANKING.has(arg))) return 'unknown';
  if (!args.some((arg) => EMBEDDINGS.has(arg))) return 'llm';
  return OTHER_POOLING.has(args[args.lastIndexOf('--pooling') + 1]) ? 'unknown' : 'embedding';
}
