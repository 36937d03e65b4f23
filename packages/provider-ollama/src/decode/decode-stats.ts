import type { FinishReason, Timing, Usage } from '@lmux/core/provider';
import { readCount, readObject, readPositive } from '@lmux/core/provider/json';
import type { ResponseFacts } from '@lmux/core/provider/streams';
import { decodeFinishReason as decodeReason, withoutUndefined } from '@lmux/provider-openai/protocol';

const NANOSECONDS = 1e9;

function seconds(value: unknown): number | undefined {
  const nanoseconds = readPositive(value);
  return nanoseconds === undefined ? undefined : nanoseconds / NANOSECONDS;
}

/**
 * Decodes the token counts. Returns `undefined` if the server reports none. The count of the prompt may be missing if the prompt was
 * cached.
 */
export function decodeUsage(stats: unknown): Usage | undefined {
  const { prompt_eval_count: input, eval_count: output } = readObject(stats);
  const usage: Usage = withoutUndefined({ inputTokens: readCount(input), outputTokens: readCount(output) });
  return Object.keys(usage).length > 0 ? usage : undefined;
}

/** Decodes the timings. Returns `undefined` if the server reports none. */
export function decodeTiming(stats: unknown): Timing | undefined {
  const { eval_count: count, eval_duration: duration, load_duration: load } = readObject(stats);
  const [tokens, took] = [readPositive(count), seconds(duration)];
  const timing: Timing = withoutUndefined({
    modelLoadSeconds: seconds(load),
    tokensPerSecond: tokens !== undefined && took !== undefined ? tokens / took : undefined,
  });
  return Object.keys(timing).length > 0 ? timing : undefined;
}

/**
 * Decodes the reason why the model stopped: `stop` or `length`, or that of another vendor behind a proxy. `load` and `unload` are `unknown`,
 * since nothing was generated.
 */
export function decodeFinishReason(stats: unknown): FinishReason {
  return decodeReason(readObject(stats)['done_reason']);
}

/**
 * Reads the facts other than text from the last line of a response.
 *
 * @param collects False if `raw` must not contain the output, which a server may send in one line.
 */
export function learnFacts(facts: ResponseFacts, line: object, collects: boolean): void {
  facts.finishReason = decodeFinishReason(line);
  facts.usage = decodeUsage(line);
  facts.timing = decodeTiming(line);
  facts.raw = collects ? line : { ...line, message: undefined, response: undefined, logprobs: undefined };
}
