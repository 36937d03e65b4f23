import { isApiError } from './guards.js';

/** Sizes that a server reports with the error that a prompt is too long, in tokens. */
export interface OverflowSizes {
  /** Number of tokens of the prompt. Absent if the server does not tell it. */
  readonly inputTokens?: number | undefined;
  /** Context length of the model. Absent if the server does not tell it. */
  readonly contextLength?: number | undefined;
}

const INPUT_TOKENS = [
  // llama.cpp: tools/server/server-task.cpp.
  /"n_prompt_tokens"\s*:\s*(\d+)/,
  // OpenAI and others: "you requested 5000 tokens (4500 in the messages, 500 in the completion)", "your messages resulted in 5000 tokens".
  /\((\d+) (?:in|of|from) (?:the |your )?(?:messages|prompt|input)/i,
  /(?:messages|prompt) resulted in (\d+) tokens/i,
  // vLLM: "your request has 5000 input tokens".
  /request has (\d+) input tokens/i,
];

const CONTEXT_LENGTH = [
  /"n_ctx"\s*:\s*(\d+)/,
  // OpenAI, vLLM: "This model's maximum context length is 4096 tokens."
  /maximum context length is (\d+)/i,
  // LM Studio: lmstudio-ai/lmstudio-bug-tracker issue 237.
  /context length of only (\d+)/i,
];

/** Number of characters of a body that are searched. */
const MAX_SEARCHED = 4000;

function firstNumber(text: string, patterns: readonly RegExp[]): number | undefined {
  for (const pattern of patterns) {
    const digits = pattern.exec(text)?.[1];
    if (digits !== undefined && digits.length < 10) return Number(digits);
  }
  return undefined;
}

/** Returns the sizes that an error reports. */
export function overflowSizesOf(error: unknown): OverflowSizes {
  const text = (isApiError(error) ? error.rawBody : undefined)?.slice(0, MAX_SEARCHED) ?? '';
  return { inputTokens: firstNumber(text, INPUT_TOKENS), contextLength: firstNumber(text, CONTEXT_LENGTH) };
}
