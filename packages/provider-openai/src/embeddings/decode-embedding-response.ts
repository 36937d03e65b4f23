import {
  LmError,
  type EmbeddingRequest,
  type EmbeddingResponse,
  type Warning,
  type WithModel,
} from '@lmux/core/provider';
import { readArray, readObject, readText } from '@lmux/core/provider/json';
import { decodeUsage } from '../decode/decode-usage.js';
import { describeIndex, readIndex } from '../decode/read-index.js';
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

/** Creates the error for an index that does not tell which text a vector belongs to. */
function wrongIndex(what: string): LmError {
  return new LmError(
    'unexpected_response',
    `The server returned embeddings whose texts are not known: ${what}. Embed each text in a request of its own, or check the server and any proxy in front of it.`,
  );
}

/**
 * Sorts the entries by the server's `index`. An entry without one has that of its position. Throws if two have the same index, or if an index is
 * not that of a text. The index of a single entry does not matter.
 */
function inOrder(data: readonly unknown[]): readonly unknown[] {
  if (data.length === 1) return data;
  const sorted = new Map<number, unknown>();
  data.forEach((entry, position) => {
    const { index: received } = readObject(entry);
    const index = readIndex(received, position);
    if (index === undefined || index >= data.length) {
      throw wrongIndex(`an index must be an integer from 0 to ${data.length - 1}; received ${describeIndex(received)}`);
    }
    if (sorted.has(index)) throw wrongIndex(`the index ${index} occurs more than once`);
    sorted.set(index, entry);
  });
  return data.map((_, index) => sorted.get(index));
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
