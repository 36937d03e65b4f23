import {
  LmError,
  type EmbeddingRequest,
  type EmbeddingResponse,
  type IncomingJson,
  type Warning,
  type WithModel,
} from '@lmux/core/provider';
import { decodeUsage } from '../decode/decode-usage.js';
import { decodeVector } from './decode-vector.js';

/** An answer with vectors in the contract's words, held against the request. */
export function decodeEmbeddingResponse(
  body: IncomingJson,
  request: WithModel<EmbeddingRequest>,
  warnings: readonly Warning[],
): EmbeddingResponse {
  const { input, dimensions, model } = request;
  const usage = decodeUsage(body);
  return {
    embeddings: decodeEmbeddings(body, { count: typeof input === 'string' ? 1 : input.length, dimensions }),
    model: typeof body?.model === 'string' && body.model !== '' ? body.model : model,
    ...(usage === undefined ? {} : { usage }),
    warnings: [...warnings],
    raw: body,
  };
}

/** What the answer is held against. */
export interface ExpectedEmbeddings {
  /** How many texts were sent. */
  readonly count: number;
  /** How long the vectors were asked to be, where that was asked. */
  readonly dimensions?: number | undefined;
}

/** By the server's `index` where those name every place once; else by position. */
function inOrder(data: readonly IncomingJson[]): IncomingJson[] {
  const sorted: IncomingJson[] = [];
  for (const entry of data) {
    const index: unknown = entry?.index;
    const usable = Number.isInteger(index) && Number(index) >= 0 && Number(index) < data.length;
    if (!usable || sorted[Number(index)] !== undefined) return [...data];
    sorted[Number(index)] = entry;
  }
  return sorted;
}

/** The vectors of an answer, in the order of the input. What does not fit the input throws: wrong vectors are worse than none. */
export function decodeEmbeddings(body: IncomingJson, expected: ExpectedEmbeddings): number[][] {
  const data: IncomingJson[] = Array.isArray(body) ? body : (body?.data ?? []);
  const received = Array.isArray(data) ? data.length : 0;
  if (received !== expected.count) {
    throw new LmError(
      'unexpected_response',
      `The server answered with ${received} embeddings for ${expected.count} texts. Check that the model can embed, and that baseUrl leads to the API.`,
    );
  }
  const vectors = inOrder(data).map((entry) => decodeVector(entry?.embedding));
  const length = vectors[0]?.length ?? 0;
  if (vectors.some((vector) => vector.length !== length)) {
    throw new LmError('unexpected_response', 'The server answered with embeddings of different lengths.');
  }
  if (expected.dimensions !== undefined && length !== expected.dimensions) {
    throw new LmError(
      'unexpected_response',
      `The server answered with embeddings of ${length} dimensions, not the ${expected.dimensions} asked for: this server or model does not shorten them.`,
    );
  }
  return vectors;
}
