import type { FinishReason } from '@lmux/core/provider';

/** Meaning of each finish reason: OpenAI's first, then those of other servers. */
const REASONS: Readonly<Record<string, FinishReason['unified']>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
  eos: 'stop',
  eos_token: 'stop',
  stop_sequence: 'stop',
  end_turn: 'stop',
  max_tokens: 'length',
  tool_use: 'tool-calls',
  error: 'error',
  abort: 'error',
  insufficient_system_resource: 'error',
};

/** Decodes the server's finish reason. An unknown value is `unknown`. An empty string, as SGLang sends it, counts as absent. */
export function decodeFinishReason(raw: unknown): FinishReason {
  if (typeof raw !== 'string' || raw === '') return { unified: 'unknown', raw: undefined };
  return { unified: Object.hasOwn(REASONS, raw) ? (REASONS[raw] ?? 'unknown') : 'unknown', raw };
}
