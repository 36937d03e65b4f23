import type { OfferedTool, PromptMessage } from '../../shared/engine/reply.js';
import { countPrompt } from '../../shared/engine/tokenize.js';

/** A prompt as the model receives it. */
interface TruncatedPrompt {
  readonly messages: readonly PromptMessage[];
  readonly promptTokens: number;
  readonly isTruncated: boolean;
}

/**
 * Truncates a prompt that is too long. Drops the oldest messages, except system messages and the last message.
 */
export function truncatePrompt(
  messages: readonly PromptMessage[],
  tools: readonly OfferedTool[],
  contextLength: number,
): TruncatedPrompt {
  const promptTokens = countPrompt(messages, tools);
  if (promptTokens <= contextLength) return { messages, promptTokens, isTruncated: false };
  let kept = [...messages];
  while (countPrompt(kept, tools) > contextLength) {
    const oldest = kept.findIndex(({ role }, index) => role !== 'system' && index < kept.length - 1);
    if (oldest < 0) break;
    kept = kept.filter((_message, index) => index !== oldest);
  }
  return { messages: kept, promptTokens: contextLength, isTruncated: true };
}
