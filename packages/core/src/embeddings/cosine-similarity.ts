import { LmError } from '../errors/lm-error.js';

function invalid(what: string): LmError {
  return new LmError('invalid_request', `cosineSimilarity() requires two vectors ${what}`);
}

function lengthOf(vector: unknown): number | undefined {
  const { length } = Object(vector) as { length?: unknown };
  return typeof vector === 'object' && typeof length === 'number' ? length : undefined;
}

/** Returns a number of a vector. Text would be converted by the multiplication, and a `bigint` would make it fail. */
function numberAt(vector: ArrayLike<unknown>, index: number): number {
  const value = vector[index];
  return typeof value === 'number' ? value : Number.NaN;
}

/**
 * Returns the cosine of the angle between two vectors, from -1 (opposite directions) to 1 (same direction). Texts of similar meaning have
 * embeddings with a large cosine. Returns 0 if all numbers of a vector are 0, because it has no direction. All numbers that 32 bits can
 * represent are in range, which includes those of all embeddings.
 *
 * @throws `invalid_request` if the vectors have different lengths, are empty, or contain something else than finite numbers in that range.
 */
export function cosineSimilarity(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const length = lengthOf(a);
  if (length === undefined || length === 0 || length !== lengthOf(b)) {
    const [first, second] = [a, b].map((vector) => lengthOf(vector) ?? 'none');
    throw invalid(
      `of the same length above 0; received lengths ${first} and ${second}. Compare embeddings of the same model.`,
    );
  }
  let dot = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let index = 0; index < length; index += 1) {
    const x = numberAt(a, index);
    const y = numberAt(b, index);
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  const squares = squaresA * squaresB;
  if (!Number.isFinite(squares)) {
    throw invalid(
      'of finite numbers; received a value that is too large or not a finite number. Pass embeddings unchanged.',
    );
  }
  // With one square root instead of two, the cosine of a vector with itself is exactly 1.
  return squares === 0 ? 0 : Math.max(-1, Math.min(1, dot / Math.sqrt(squares)));
}
