import { LmError } from '../errors/lm-error.js';
import type { PartialJsonParserOptions } from './partial-json-parser-options.js';

/** Returns the limits with their defaults. Throws `invalid_request` if one is not a number from 0. */
export function readLimits(options: PartialJsonParserOptions): Readonly<Record<'maxDepth' | 'maxChars', number>> {
  const { maxDepth = 128, maxChars = 16 * 1024 * 1024 } = options;
  for (const [name, value] of Object.entries({ maxDepth, maxChars }) as Array<[string, unknown]>) {
    if (typeof value === 'number' && value >= 0) continue;
    const received = typeof value === 'number' ? String(value) : typeof value;
    throw new LmError('invalid_request', `"${name}" must be a non-negative number; received ${received}.`);
  }
  return { maxDepth, maxChars };
}
