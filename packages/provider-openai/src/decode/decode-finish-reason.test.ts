import { expect, test } from 'vitest';
import { decodeFinishReason } from './decode-finish-reason.js';

test.each([
  ['stop', 'stop'],
  ['eos', 'stop'],
  ['eos_token', 'stop'],
  ['stop_sequence', 'stop'],
  ['end_turn', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
  ['error', 'error'],
  ['abort', 'error'],
  ['insufficient_system_resource', 'error'],
  ['something_else', 'unknown'],
  ['constructor', 'unknown'],
])('maps "%s" to "%s" and keeps the raw value', (raw, unified) => {
  expect(decodeFinishReason(raw)).toEqual({ unified, raw });
});

test.each(['', null, undefined, 5])('returns unknown for %j', (raw) => {
  expect(decodeFinishReason(raw)).toEqual({ unified: 'unknown', raw: undefined });
});
