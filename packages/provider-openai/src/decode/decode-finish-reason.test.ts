import { expect, test } from 'vitest';
import { decodeFinishReason, isFinishReason } from './decode-finish-reason.js';

test.each([
  ['stop', 'stop'],
  ['STOP', 'stop'],
  ['eos', 'stop'],
  ['eos_token', 'stop'],
  ['stop_sequence', 'stop'],
  ['end_turn', 'stop'],
  ['COMPLETE', 'stop'],
  ['FINISHED', 'stop'],
  ['length', 'length'],
  ['MAX_TOKENS', 'length'],
  ['max_tokens', 'length'],
  ['model_length', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['tool_use', 'tool-calls'],
  ['TOOL_CALL', 'tool-calls'],
  ['content_filter', 'content-filter'],
  ['content_filtered', 'content-filter'],
  ['guardrail_intervened', 'content-filter'],
  ['refusal', 'content-filter'],
  ['sensitive', 'content-filter'],
  ['ERROR_TOXIC', 'content-filter'],
  ['SAFETY', 'content-filter'],
  ['RECITATION', 'content-filter'],
  ['PROHIBITED_CONTENT', 'content-filter'],
  ['IMAGE_SAFETY', 'content-filter'],
  ['error', 'error'],
  ['ERROR', 'error'],
  ['abort', 'error'],
  ['parse_error', 'error'],
  ['insufficient_system_resource', 'error'],
  ['network_error', 'error'],
  ['upstream_error', 'error'],
  ['TIMEOUT', 'error'],
  ['MALFORMED_FUNCTION_CALL', 'error'],
  ['OTHER', 'unknown'],
  ['FINISH_REASON_UNSPECIFIED', 'unknown'],
  // Anthropic: the turn is not finished, and the caller has to send it again.
  ['pause_turn', 'unknown'],
  ['something_else', 'unknown'],
  ['constructor', 'unknown'],
])('maps "%s" to "%s" and keeps the raw value', (raw, unified) => {
  expect(decodeFinishReason(raw)).toEqual({ unified, raw });
  expect(isFinishReason(raw)).toBe(true);
});

test.each(['', ' ', 'null', 'NULL', 'None', 'none', 'undefined', 'nil', null, undefined, 5, false])(
  '%j is not a finish reason',
  (raw) => {
    expect(decodeFinishReason(raw)).toEqual({ unified: 'unknown', raw: undefined });
    expect(isFinishReason(raw)).toBe(false);
  },
);
