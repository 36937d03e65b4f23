import {
  LmError,
  type EmbeddingRequest,
  type EmbeddingResponse,
  type Warning,
  type WithModel,
} from '@lmux/core/provider';
import { readArray, readObject, readText } from '@lmux/core/provider/json';
import { decodeUsage } from '../decode/decode-usage.js';
import { decodeVector } from './decode-vector.js';

/** Decodes a response to an `EmbeddingResponse` and checks it against the request. */
export function decodeEmbeddingResponse(
  body: unknown,
  request: WithModel<EmbeddingRequest>,
  warnings: readonly Warning[],
): EmbeddingResponse {
  const { input, dimensions, model } = request;
  const usage = decodeUsage(body);
  return {
    embeddings: decodeEmbeddings(body, { count: typeof input === 'string' ? 1 : input.length, dimensions }),
    model: readText(readObject(body).model) ?? model,
    ...(usage === undefined ? {} : { usage }),
    warnings: [...warnings],
    raw: body,
  };
}

/** The properties that a response must have. */
export interface ExpectedEmbeddings {
  /** Number of texts in the request. */
  readonly count: number;
  /** Length of the vectors, if the request sets it. */
  readonly dimensions?: number | undefined;
}

/** Sorts the entries by the server's `index` if each position occurs exactly once. Otherwise the order stays. */
function inOrder(data: readonly unknown[]): unknown[] {
  const sorted: unknown[] = [];
  for (const entry of data) {
    const { index } = readObject(entry);
    const usable = Number.isInteger(index) && Number(index) >= 0 && Number(index) < data.length;
    if (!usable || sorted[Number(index)] !== undefined) return [...data];
    sorted[Number(index)] = entry;
  }
  return sorted;
}

/** Returns the vectors in the order of the input. Throws if they do not match the input, because wrong vectors are worse than none. */
export function decodeEmbeddings(body: unknown, expected: ExpectedEmbeddings): number[][] {
  const data = readArray(Array.isArray(body) ? body : readObject(body).data);
  if (data.length !== expected.count) {
    throw new LmError(
      'unexpected_response',
      `The server returned ${data.length} embeddings for ${expected.count} texts. Check that the model is an embedding model and that "baseUrl" is the address of an OpenAI-compatible server.`,
    );
  }
  const vectors = inOrder(data).map((entry) => decodeVector(readObject(entry).embedding));
  const length = vectors[0]?.length ?? 0;
  if (vectors.some((vector) => vector.length !== length)) {
    throw new LmError(
      'unexpected_response',
      'The server returned embeddings of different lengths. Check that the model is an embedding model and that "baseUrl" is correct.',
    );
  }
  if (expected.dimensions !== undefined && length !== expected.dimensions) {
    throw new LmError(
      'unexpected_response',
      `"dimensions" is ${expected.dimensions}, but the server returned embeddings of ${length} dimensions. The server or the model does not support shorter vectors. Omit "dimensions" or use another model.`,
    );
  }
  return vectors;
}
