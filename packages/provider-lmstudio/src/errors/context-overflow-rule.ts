import type { ErrorRule } from '@lmux/core/provider';

/**
 * The words by which LM Studio says that the context is full: its status is 400, on some builds 500, and there is no code of its own. The
 * table of core has them too, since provider "openai" may lead to an LM Studio.
 */
export const CONTEXT_OVERFLOW_RULE: ErrorRule = {
  message: new RegExp(
    [
      // The prompt is longer than the context: the error of the engine, quoted as JSON.
      String.raw`"type":\s*"exceed_context_size_error"`,
      // The response has outgrown the context.
      String.raw`^context size has been exceeded`,
      // Older versions, of either.
      String.raw`^trying to keep the first \d+ tokens when context the overflows`,
    ].join('|'),
    'i',
  ),
  is: 'context_overflow',
};
