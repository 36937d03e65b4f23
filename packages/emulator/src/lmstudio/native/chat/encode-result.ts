import { reportedMsPerToken } from '../../../shared/engine/engine-run.js';
import type { ChatOutput } from './chat-run.js';

/** Encodes the complete reply, also for the end of a stream. JSON omits undefined fields. */
export function encodeResult(output: ChatOutput, responseId: string | undefined, delayMs: number): object {
  const secondsPerToken = reportedMsPerToken(delayMs) / 1000;
  return {
    model_instance_id: output.instanceId,
    output: output.items,
    stats: {
      input_tokens: output.inputTokens,
      total_output_tokens: output.outputTokens,
      reasoning_output_tokens: output.reasoningTokens,
      tokens_per_second: output.outputTokens === 0 ? 0 : 1 / secondsPerToken,
      // Two prompt progress events and the token itself.
      time_to_first_token_seconds: 3 * secondsPerToken,
      model_load_time_seconds: output.loadSeconds,
    },
    response_id: responseId,
  };
}
