import { isObject, readObject } from '../json/read-json.js';
import type { ApiError } from './api-error.js';
import { isApiError } from './guards.js';

/** Sizes that a server reports with the error that a prompt is too long, in tokens. */
export interface OverflowSizes {
  /** Number of tokens of the prompt. Absent if the server does not tell it. */
  readonly inputTokens?: number | undefined;
  /** Context length of the model. Absent if the server does not tell it. */
  readonly contextLength?: number | undefined;
}

// The end of a message may be cut, also within a number.

const INPUT_TOKENS = [
  // OpenAI and others: "you requested 5000 tokens (4500 in the messages, 500 in the completion)", "your messages resulted in 5000 tokens".
  /\((\d+) (?:in|of|from) (?:the |your )?(?:messages|prompt|input)/i,
  /(?:messages|prompt) resulted in (\d+) tokens/i,
  // vLLM: "your request has 5000 input tokens".
  /request has (\d+) input tokens/i,
];

const CONTEXT_LENGTH = [
  // OpenAI, vLLM: "This model's maximum context length is 4096 tokens."
  /maximum context length is (\d+)(?![\d…])/i,
  // LM Studio: lmstudio-ai/lmstudio-bug-tracker issue 237.
  /context length of only (\d+)(?![\d…])/i,
];

/** A larger number is not one of tokens. */
const MAX_TOKENS = 999_999_999;

function sizeOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_TOKENS ? value : undefined;
}

function firstNumber(text: string, patterns: readonly RegExp[]): number | undefined {
  for (const pattern of patterns) {
    const size = sizeOf(Number(pattern.exec(text)?.[1]));
    if (size !== undefined) return size;
  }
  return undefined;
}

/** Returns the sizes in the fields of llama.cpp: tools/server/server-task.cpp. */
function fieldsOf({ rawBody = '' }: ApiError): OverflowSizes {
  try {
    const json: unknown = JSON.parse(rawBody);
    const body = readObject(Array.isArray(json) ? json[0] : json);
    const { n_prompt_tokens: inputTokens, n_ctx: contextLength } = isObject(body['error']) ? body['error'] : body;
    return { inputTokens: sizeOf(inputTokens), contextLength: sizeOf(contextLength) };
  } catch {
    return {};
  }
}

/** Returns the sizes that an error reports. Sentences are read from its message, because the body may quote a prompt, which may contain them too. */
export function overflowSizesOf(error: unknown): OverflowSizes {
  if (!isApiError(error)) return {};
  const fields = fieldsOf(error);
  return {
    inputTokens: fields.inputTokens ?? firstNumber(error.message, INPUT_TOKENS),
    contextLength: fields.contextLength ?? firstNumber(error.message, CONTEXT_LENGTH),
  };
}
