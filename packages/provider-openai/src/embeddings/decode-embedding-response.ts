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

/** Decodes a response with vectors to the contract's form, and holds it against the request. */
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

/** What the response is held against. */
export interface ExpectedEmbeddings {
  /** How many texts were sent. */
  readonly count: number;
  /** Requested length of the vectors, where one was requested. */
  readonly dimensions?: number | undefined;
}

/** By the server's `index` where those name every place once; else by position. */
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

/** The vectors of a response, in the order of the input. What does not fit the input throws: wrong vectors are worse than none. */
export function decodeEmbeddings(body: unknown, expected: ExpectedEmbeddings): number[][] {
  const data = readArray(Array.isArray(body) ? body : readObject(body).data);
  if (data.length !== expected.count) {
    throw new LmError(
      'unexpected_response',
      `The server answered with ${data.length} embeddings for ${expected.count} texts. Check that the model can embed, and that baseUrl leads to the API.`,
    );
  }
  const vectors = inOrder(data).map((entry) => decodeVector(readObject(entry).embedding));
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
