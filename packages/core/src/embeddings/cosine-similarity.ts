import { LmError } from '../errors/lm-error.js';

/** Returns false if squares in the sum, or the product of two sums, may have become 0 or infinite, or are not a number. */
function isExact(squares: number): boolean {
  return squares > 1e-140 && squares < 1e140;
}

function invalid(what: string): LmError {
  return new LmError('invalid_request', `cosineSimilarity() requires two vectors ${what}`);
}

function lengthOf(vector: unknown): number | undefined {
  const { length } = Object(vector) as { length?: unknown };
  return typeof vector === 'object' && typeof length === 'number' ? length : undefined;
}

/** Returns the largest absolute value. NaN if a value is not a number. */
function largest(vector: ArrayLike<number>): number {
  let max = 0;
  for (let index = 0; index < vector.length; index += 1) max = Math.max(max, Math.abs(vector[index] ?? Number.NaN));
  return max;
}

/** Returns the cosine of two vectors of the same length, whose numbers are divided by a scale first. `undefined` if squares are out of range. */
function scaledCosine(a: ArrayLike<number>, b: ArrayLike<number>, scaleA: number, scaleB: number): number | undefined {
  let dot = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let index = 0; index < a.length; index += 1) {
    const x = (a[index] ?? Number.NaN) / scaleA;
    const y = (b[index] ?? Number.NaN) / scaleB;
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  if (!isExact(squaresA) || !isExact(squaresB)) return undefined;
  // With one square root instead of two, the cosine of a vector with itself is exactly 1.
  return Math.max(-1, Math.min(1, dot / Math.sqrt(squaresA * squaresB)));
}

/**
 * Returns the cosine of the angle between two vectors, from -1 (opposite directions) to 1 (same direction). Texts of similar meaning have
 * embeddings with a large cosine. Returns 0 if all numbers of a vector are 0, because it has no direction.
 *
 * @throws `invalid_request` if the vectors have different lengths, are empty, or contain something else than finite numbers.
 */
export function cosineSimilarity(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const length = lengthOf(a);
  if (length === undefined || length === 0 || length !== lengthOf(b)) {
    const [first, second] = [a, b].map((vector) => lengthOf(vector) ?? 'none');
    throw invalid(
      `of the same length above 0; received lengths ${first} and ${second}. Compare embeddings of the same model.`,
    );
  }
  const cosine = scaledCosine(a, b, 1, 1);
  if (cosine !== undefined) return cosine;
  // The squares are too large or too small for floating-point numbers, or the vectors are invalid.
  const scaleA = largest(a);
  const scaleB = largest(b);
  if (!Number.isFinite(scaleA) || !Number.isFinite(scaleB)) {
    throw invalid('of finite numbers; received a value that is not a finite number. Pass embeddings unchanged.');
  }
  return scaleA === 0 || scaleB === 0 ? 0 : (scaledCosine(a, b, scaleA, scaleB) ?? 0);
}
