import { isObject, readObject } from '../json/read-json.js';
import type { ApiError } from './api-error.js';
import { isApiError } from './guards.js';
import { overflowWordsOf } from './overflow-words.js';

/** Sizes that a server reports with the error that a prompt is too long, in tokens. */
export interface OverflowSizes {
  /** Number of tokens of the prompt. Absent if the server does not tell it. */
  readonly inputTokens?: number | undefined;
  /** Context length of the model. Absent if the server does not tell it. */
  readonly contextLength?: number | undefined;
}

/**
 * Sentences with sizes, of which the sources are in wordings/context-overflow.ts: `#` is the number of tokens of the prompt, `@` the context length,
 * and `*` another number. Each is longer than the quotations of a prompt that are not hidden, so that no prompt can set the sizes.
 */
const SENTENCES = [
  // llama.cpp and llama-cpp-python.
  'request (# tokens) exceeds the available context size (@',
  'requested tokens (#) exceed context window of @',
  // Anthropic.
  'prompt is too long: # tokens > @',
  'exceed context limit: # + * > @',
  // Gemini and Vertex AI.
  'input token count (#) exceeds the maximum number of tokens allowed (@',
  'input token count is # but model only supports up to @',
  'maximum number of tokens allowed @',
  // xAI.
  'maximum prompt length is @ but the request contains #',
  // GitHub Copilot and GitHub Models.
  'prompt token count of # exceeds the limit of @',
  'max size: @ tokens',
  // SGLang and Poolside.
  "the input (# tokens) is longer than the model's context length (@",
  'input length (# tokens) exceeds the maximum allowed length (@',
  'input length # exceeds the maximum allowed input length of @',
  // vLLM.
  'prompt (length #) is longer than the maximum model length of @',
  'prompt (total length #) is too long to fit into the model (context length @',
  'prompt length # exceeds the max_model_len @',
  'request has # input tokens',
  // OpenAI, vLLM and SGLang.
  'maximum context length is @',
  'maximum context length of @',
  'messages resulted in # tokens',
  'prompt resulted in # tokens',
  // Mistral.
  'prompt contains # tokens and * draft tokens, too large for model with @',
  // Fireworks.
  'prompt is too long: #, model maximum context length: @',
  // Together.
  'must be <= @. given: # `inputs` tokens',
  // SambaNova.
  'prompt is # tokens long, so generating * tokens requires a sequence length of *, but the maximum supported sequence length is just @',
  // IBM watsonx.
  'number of input tokens # cannot exceed the total tokens limit @',
  // AI gateways and MLC.
  'prompt has # tokens, but the configured context size is @',
  'prompt has # tokens in total, larger than the model input length limit @',
  // Amazon Bedrock.
  'max input tokens: @, request input token count: #',
  // LM Studio: lmstudio-ai/lmstudio-bug-tracker issue 237. The prompt may have more tokens than are to be kept.
  'context length of only @',
  'with n_keep (*) >= n_ctx (@',
  // Moonshot, Cerebras and Cloudflare. The other number includes the response.
  'exceeded model token limit: @',
  'length is * while limit is @',
  'model context window limit (@',
];

/** Returns the pattern of a sentence. The end of a message may be cut, also within a number. */
function toPattern(sentence: string): RegExp {
  const source = sentence
    .replaceAll(/[().+]/g, String.raw`\$&`)
    .replace('#', String.raw`(?<input>\d+)(?![\d…])`)
    .replace('@', String.raw`(?<context>\d+)(?![\d…])`)
    .replaceAll('*', String.raw`\d+`);
  return new RegExp(source, 'i');
}

const PATTERNS: readonly RegExp[] = [
  // The error of llama.cpp as text, which LM Studio quotes in its message, also escaped.
  /"n_prompt_tokens\\{0,3}": ?(?<input>\d+), ?\\{0,3}"n_ctx\\{0,3}": ?(?<context>\d+)(?![\d…])/,
  /"n_ctx\\{0,3}": ?(?<context>\d+), ?\\{0,3}"n_prompt_tokens\\{0,3}": ?(?<input>\d+)(?![\d…])/,
  // OpenAI and others: "you requested 5000 tokens (4500 in the messages, 500 in the completion)".
  /\((?<input>\d+) (?:in|of|from) (?:the |your )?(?:messages|prompt|input)/i,
];

/** A larger number is not one of tokens. */
const MAX_TOKENS = 999_999_999;

function sizeOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_TOKENS ? value : undefined;
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

/** Returns the sizes in the words of a message. */
function sizesIn(words: string): OverflowSizes {
  let sizes: OverflowSizes = {};
  // Created here, because few programs ever read such an error.
  for (const pattern of [...PATTERNS, ...SENTENCES.map(toPattern)]) {
    const { input, context } = pattern.exec(words)?.groups ?? {};
    sizes = {
      inputTokens: sizes.inputTokens ?? sizeOf(Number(input)),
      contextLength: sizes.contextLength ?? sizeOf(Number(context)),
    };
  }
  return sizes;
}

/**
 * Returns the sizes that an error reports. Its fields precede its message, which is read without the prompts that it quotes, because these may contain
 * sizes too.
 */
export function overflowSizesOf(error: unknown): OverflowSizes {
  if (!isApiError(error)) return {};
  const fields = fieldsOf(error);
  const words = sizesIn(overflowWordsOf(error));
  return {
    inputTokens: fields.inputTokens ?? words.inputTokens,
    contextLength: fields.contextLength ?? words.contextLength,
  };
}
