import { expect, test } from 'vitest';
import { decodeFinishReason, decodeTiming, decodeUsage } from './decode-stats.js';

test.each([
  [undefined, undefined],
  [{}, undefined],
  [
    { prompt_eval_count: 3, eval_count: 4 },
    { inputTokens: 3, outputTokens: 4 },
  ],
  [{ eval_count: 4 }, { outputTokens: 4 }],
  [{ prompt_eval_count: '3', eval_count: -1 }, undefined],
])('decodes the usage of %j', (stats, usage) => expect(decodeUsage(stats)).toEqual(usage));

test.each([
  [undefined, undefined],
  [
    { load_duration: 5e8, eval_count: 7, eval_duration: 2e9 },
    { modelLoadSeconds: 0.5, tokensPerSecond: 3.5 },
  ],
  [{ eval_count: 7 }, undefined],
  [{ eval_count: 0, eval_duration: 5, load_duration: 0 }, undefined],
])('decodes the timing of %j', (stats, timing) => expect(decodeTiming(stats)).toEqual(timing));

test.each([
  [{ done_reason: 'stop' }, { unified: 'stop', raw: 'stop' }],
  [{ done_reason: 'length' }, { unified: 'length', raw: 'length' }],
  [{ done_reason: 'tool_calls' }, { unified: 'tool-calls', raw: 'tool_calls' }],
  [{ done_reason: 'content_filter' }, { unified: 'content-filter', raw: 'content_filter' }],
  [{ done_reason: 'load' }, { unified: 'unknown', raw: 'load' }],
  [{ done_reason: '' }, { unified: 'unknown', raw: undefined }],
  [undefined, { unified: 'unknown', raw: undefined }],
])('decodes the finish reason of %j', (stats, reason) => expect(decodeFinishReason(stats)).toEqual(reason));
