import type { ErrorRule } from '@lmux/core/provider';

/**
 * Recognizes LM Studio's messages for a full context. The status is 400, or 500 in some builds, and there is no error code. Core's rules
 * contain the same messages, because provider "openai" may be connected to LM Studio.
 */
export const CONTEXT_OVERFLOW_RULE: ErrorRule = {
  message: new RegExp(
    [
      // The prompt is longer than the context. The message quotes the engine's error as JSON.
      String.raw`"type":\s*"exceed_context_size_error"`,
      // The context filled up during generation.
      String.raw`^context size has been exceeded`,
      // Older versions, in both cases.
      String.raw`^trying to keep the first \d+ tokens when context the overflows`,
    ].join('|'),
    'i',
  ),
  is: 'context_overflow',
};
