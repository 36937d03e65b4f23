import type { Usage } from '@lmux/core/provider';
import { isObject, readArray, readObject } from '@lmux/core/provider/json';
import { withoutUndefined } from '../encode/merge-defined.js';

type Fields = Readonly<Record<string, unknown>>;

function count(...candidates: unknown[]): number | undefined {
  return candidates.find((value): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0);
}

/** Finds the usage in the body, in Groq's `x_groq` object, or in the choice (Moonshot). */
function usageIn(body: unknown): Record<string, unknown> | undefined {
  const { usage, x_groq: groq, choices } = readObject(body);
  if (isObject(usage)) return usage;
  return [readObject(groq).usage, readObject(readArray(choices)[0]).usage].find(isObject);
}

/** The counts of a response that decide whether its reasoning is counted apart from its output. */
interface TokenCounts {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly reasoningTokens: number | undefined;
  readonly totalTokens: number | undefined;
}

/**
 * Returns the output tokens with those of the reasoning. OpenAI counts reasoning as output. Others count it apart, which the total tells: that
 * of xAI is the sum of all three (vercel/ai pull request 12425), and so is that of some gateways to Gemini (router-for-me/CLIProxyAPI issue
 * 5733). Perplexity leaves the reasoning out of the total too, which shows only if it exceeds the output (bgeneto/open-webui-cost-tracker issue
 * 6). Gemini itself counts thoughts only in the total (Clarifai/clarifai-python pull request 978, mozilla-ai/any-llm issue 1290).
 */
function wholeOutput(counts: TokenCounts, usage: Fields, input: Fields): number | undefined {
  const { inputTokens, outputTokens, reasoningTokens, totalTokens } = counts;
  if (outputTokens === undefined) return undefined;
  if (reasoningTokens !== undefined && reasoningTokens > outputTokens) return outputTokens + reasoningTokens;
  // Some servers count no input, so that the total tells nothing.
  const excess = inputTokens && totalTokens ? totalTokens - inputTokens - outputTokens : 0;
  if (reasoningTokens !== undefined) return excess === reasoningTokens ? outputTokens + reasoningTokens : outputTokens;
  // A server may count the input that it read from its cache or wrote to it apart, too.
  return excess > 0 && !countsCache(usage) && !countsCache(input) ? outputTokens + excess : outputTokens;
}

/** Returns true if input was read from a cache or written to it. */
function countsCache(fields: Fields): boolean {
  return Object.entries(fields).some(
    ([name, value]) => name.includes('cache') && typeof value === 'number' && value > 0,
  );
}

/**
 * Decodes the usage of a body or a chunk. Returns `undefined` if there is none or every count is 0, because servers that do not count
 * tokens send zeros (LM Studio's embeddings, Ollama's completions).
 */
export function decodeUsage(body: unknown): Usage | undefined {
  const usage = usageIn(body);
  if (usage === undefined) return undefined;
  const input = readObject(usage.prompt_tokens_details ?? usage.input_tokens_details);
  const output = readObject(usage.completion_tokens_details ?? usage.output_tokens_details);
  const counts = {
    inputTokens: count(usage.prompt_tokens, usage.input_tokens),
    outputTokens: count(usage.completion_tokens, usage.output_tokens),
    reasoningTokens: count(output.reasoning_tokens, usage.reasoning_tokens),
    cachedInputTokens: count(input.cached_tokens, usage.prompt_cache_hit_tokens, usage.cached_tokens),
    totalTokens: count(usage.total_tokens),
  };
  return Object.values(counts).some((value) => value !== undefined && value !== 0)
    ? withoutUndefined({ ...counts, outputTokens: wholeOutput(counts, usage, input) })
    : undefined;
}
