import { describe, expect, test } from 'vitest';
import { decodeFinishReason, decodeTiming, decodeUsage } from './decode-stats.js';

const STATS = {
  input_tokens: 646,
  total_output_tokens: 586,
  reasoning_output_tokens: 0,
  tokens_per_second: 29.753,
  time_to_first_token_seconds: 1.088,
};

describe('decodeUsage', () => {
  test.each([
    [STATS, { inputTokens: 646, outputTokens: 586, reasoningTokens: 0 }],
    [{ input_tokens: 3 }, { inputTokens: 3 }],
    [{ input_tokens: 0, total_output_tokens: 0, reasoning_output_tokens: 0 }, undefined],
    [{ input_tokens: '3', total_output_tokens: null, reasoning_output_tokens: -1 }, undefined],
    [{}, undefined],
    [undefined, undefined],
    [null, undefined],
  ])('decodes %j', (stats, usage) => {
    expect(decodeUsage(stats)).toEqual(usage);
  });
});

describe('decodeTiming', () => {
  test.each([
    [STATS, { timeToFirstTokenSeconds: 1.088, tokensPerSecond: 29.753 }],
    [
      { ...STATS, model_load_time_seconds: 2.656 },
      { modelLoadSeconds: 2.656, timeToFirstTokenSeconds: 1.088, tokensPerSecond: 29.753 },
    ],
    [{ tokens_per_second: 0, time_to_first_token_seconds: Infinity }, undefined],
    [undefined, undefined],
  ])('decodes %j', (stats, timing) => {
    expect(decodeTiming(stats)).toEqual(timing);
  });
});

describe('decodeFinishReason', () => {
  test.each([
    [586, 'length'],
    [585, 'length'],
    [587, 'unknown'],
    [undefined, 'unknown'],
  ])('for a limit of %j and 586 tokens returns %s', (allowed, unified) => {
    expect(decodeFinishReason(STATS, allowed)).toEqual({ unified, raw: undefined });
    expect(decodeFinishReason(undefined, allowed)).toEqual({ unified: 'unknown', raw: undefined });
  });

  test.each([
    ['eosFound', 'stop'],
    ['maxPredictedTokensReached', 'length'],
    ['contextLengthReached', 'length'],
    ['userStopped', 'error'],
    ['another', 'unknown'],
  ])('returns the reason "%s" of the server as %s', (raw, unified) => {
    expect(decodeFinishReason({ ...STATS, stop_reason: raw }, 586)).toEqual({ unified, raw });
  });
});
