import { describe, expect, test } from 'vitest';
import { CHAT_CHUNK } from '../chat-completions/normalize-choice.js';
import { ChoiceTracker } from './choice-tracker.js';

type Chunk = Readonly<Record<string, unknown>>;

const USAGE = { usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } };
const NO_USAGE = { usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } };

/** Returns a chunk with one choice. */
function chunk(delta: object, reason: unknown = null, index = 0, more: object = {}): Chunk {
  return { choices: [{ index, delta, finish_reason: reason }], ...more };
}

const hi = chunk({ content: 'Hi' });
const role = chunk({ role: 'assistant', content: '' });
const stop = chunk({}, 'stop');
const empty = { choices: [] };

/** Feeds the chunks to a tracker. Returns the progress after each of them, and whether the stream is complete at the end. */
function track(chunks: readonly Chunk[], requested = 1) {
  const tracker = new ChoiceTracker(requested, CHAT_CHUNK.contentOf);
  const progress = chunks.map((value) => {
    const choices = value['choices'] as { index: number }[];
    for (const choice of choices) tracker.add(choice.index, { ...choice });
    return tracker.endChunk(value);
  });
  return { progress, ended: tracker.isComplete(false), lost: tracker.isComplete(true) };
}

describe('a stream of one choice', () => {
  test.each<[what: string, chunks: readonly Chunk[], progress: string]>([
    ['is incomplete before it begins', [empty], 'incomplete'],
    ['is incomplete without a finish reason', [role, hi], 'incomplete'],
    ['is complete after its finish reason', [role, hi, stop], 'incomplete incomplete complete'],
    [
      'is complete if the last text has the finish reason (vLLM, LMDeploy)',
      [hi, chunk({ content: '!' }, 'stop')],
      'x complete',
    ],
    ['is complete if it is one chunk', [chunk({ content: 'Hi' }, 'stop')], 'complete'],
    ['is final with usage after its finish reason (xAI, Alibaba)', [hi, stop, { ...empty, ...USAGE }], 'x x final'],
    ['is final with usage in the chunk of its finish reason (Mistral)', [hi, { ...stop, ...USAGE }], 'x final'],
    ['is final with the usage of Groq', [hi, { ...stop, x_groq: USAGE }], 'x final'],
    [
      'is final with usage in the choice (Moonshot)',
      [hi, { choices: [{ index: 0, delta: {}, finish_reason: 'stop', ...USAGE }] }],
      'x final',
    ],
    [
      'is final with usage next to an empty delta (Azure, agentjido/req_llm issue 781)',
      [hi, stop, chunk({}, null, 0, USAGE)],
      'x x final',
    ],
    [
      'is not final with usage and a finish reason in each chunk with text',
      [role, chunk({ content: 'a' }, 'stop', 0, USAGE), chunk({ content: 'b' }, 'stop', 0, USAGE)],
      'incomplete complete incomplete',
    ],
    [
      'is not final with usage after text if the text has usage too',
      [role, chunk({ content: 'a' }, null, 0, USAGE), chunk({}, 'stop', 0, USAGE)],
      'incomplete incomplete complete',
    ],
    [
      'is not final with usage and a finish reason before any text',
      [role, chunk({ content: '' }, 'stop', 0, USAGE), hi],
      'incomplete complete incomplete',
    ],
    [
      'is not final with usage after reasoning with a finish reason and usage',
      [
        chunk({ reasoning: 'a' }, null, 0, USAGE),
        chunk({ reasoning: 'b' }, 'stop', 0, USAGE),
        chunk({ content: 'Hi' }, null, 0, USAGE),
        chunk({}, 'stop', 0, USAGE),
      ],
      'incomplete likely incomplete complete',
    ],
    [
      'is final with usage in the chunk of its last text, if the others have none (Groq)',
      [role, hi, chunk({ content: '!' }, 'stop', 0, USAGE)],
      'x x final',
    ],
    ...['reasoning_text', 'cot_summary', 'thinking_blocks'].map((name): [string, readonly Chunk[], string] => [
      `is only likely complete if its finish reason comes with ${name}`,
      [role, chunk({ [name]: name === 'thinking_blocks' ? [{ type: 'thinking', thinking: 'a' }] : 'a' }, 'stop')],
      'x likely',
    ]),
    [
      'is only likely complete if its finish reason comes with thinking parts',
      [role, chunk({ content: [{ type: 'thinking', thinking: 'a' }] }, 'stop')],
      'x likely',
    ],
    [
      'is not final with usage before its finish reason (Perplexity)',
      [hi, chunk({ content: '!' }, null, 0, USAGE), stop],
      'x x complete',
    ],
    ['is not final with zeros as usage (Ollama)', [hi, { ...stop, ...NO_USAGE }], 'x complete'],
    ['is not final with usage in its first chunk', [chunk({ content: 'Hi' }, 'stop', 0, USAGE)], 'complete'],
    ['stays complete with an empty delta', [hi, stop, chunk({ content: '' }), empty], 'x x complete complete'],
    [
      'stays complete with annotations (Perplexity, OpenAI)',
      [hi, stop, chunk({ annotations: [{ url: 'u' }] })],
      'x x complete',
    ],
    [
      'stays complete with a content filter result (Azure)',
      [hi, stop, { choices: [{ index: 0, content_filter_results: { hate: {} } }] }],
      'x x complete',
    ],
    [
      'stays complete if the finish reason is repeated (vllm-project/vllm issue 2266)',
      [hi, stop, stop],
      'x x complete',
    ],
    ['is complete with tool calls', [chunk({ tool_calls: [{ index: 0 }] }), chunk({}, 'tool_calls')], 'x complete'],
    ['is complete with reasoning only', [chunk({ reasoning: 'Hm' }), stop], 'x complete'],
    ['is complete without output', [role, stop], 'x complete'],
    ['is complete if it was filtered in its first chunk', [chunk({}, 'content_filter')], 'complete'],
    ['is complete if it ran out of tokens while reasoning', [chunk({ reasoning_content: 'Hm' }, 'length')], 'complete'],
    ['waits longer if "stop" comes with the role', [chunk({ role: 'assistant' }, 'stop')], 'likely'],
    [
      'waits longer if "stop" comes with reasoning (open-webui/open-webui issue 16377)',
      [chunk({ reasoning_content: 'Hm' }, 'stop')],
      'likely',
    ],
    [
      'is incomplete while text follows its finish reason (PawanOsman/OpenCursor issue 88)',
      [hi, stop, hi],
      'x complete incomplete',
    ],
    [
      'is complete if another finish reason follows (PawanOsman/OpenCursor issue 88)',
      [hi, stop, hi, stop],
      'x x x complete',
    ],
    [
      'is never complete if every chunk has a finish reason (su-kaka/gcli2api issue 403)',
      [chunk({ reasoning: 'Hm' }, 'stop'), chunk({ content: 'H' }, 'stop'), chunk({ content: 'i' }, 'stop')],
      'x incomplete incomplete',
    ],
    [
      'is never final if every chunk has a finish reason and usage',
      [chunk({ content: 'H' }, 'stop', 0, USAGE), chunk({ content: 'i' }, 'stop', 0, USAGE)],
      'complete incomplete',
    ],
  ])('%s', (_what, chunks, expected) => {
    const { progress } = track(chunks);
    // An "x" matches any progress.
    const wanted = expected.split(' ').map((value, at) => (value === 'x' ? progress[at] : value));
    expect(progress.slice(-wanted.length)).toEqual(wanted.slice(-progress.length));
  });

  test.each<[what: string, chunks: readonly Chunk[], ended: boolean, lost: boolean]>([
    ['without a chunk', [], false, false],
    ['without a finish reason', [hi], false, false],
    ['with a finish reason', [hi, stop], true, true],
    ['with "stop" and the role', [chunk({ role: 'assistant' }, 'stop')], true, true],
    ['with text after the finish reason', [hi, stop, hi], true, false],
    [
      'with a finish reason in every chunk',
      [chunk({ content: 'H' }, 'stop'), chunk({ content: 'i' }, 'stop')],
      true,
      false,
    ],
  ])('%s may end', (_what, chunks, ended, lost) => {
    expect(track(chunks)).toMatchObject({ ended, lost });
  });

  test.each(['', ' ', 'null', 'None', 'none', 'undefined', 'nil', null, undefined, false, 0])(
    'is incomplete with the finish reason %j',
    (reason) => {
      expect(track([hi, chunk({}, reason)])).toMatchObject({ ended: false, lost: false });
    },
  );
});

describe('a stream of several choices', () => {
  const first = chunk({ content: 'a' }, 'stop', 0);
  const second = chunk({ content: 'b' }, 'stop', 1);

  test.each<[what: string, requested: number, chunks: readonly Chunk[], ended: boolean, lost: boolean]>([
    ['one of one', 1, [first], true, true],
    ['one of two', 2, [first], true, false],
    ['two of two', 2, [first, second], true, true],
    ['two of one', 1, [first, second], true, true],
    ['one finished and one begun', 1, [first, chunk({ content: 'b' }, null, 1)], false, false],
    ['one finished and one begun of two', 2, [first, chunk({ role: 'assistant' }, null, 1)], false, false],
    ['three of two', 2, [first, second, chunk({ content: 'c' }, null, 2)], false, false],
  ])('with %s of the requested %i', (_what, requested, chunks, ended, lost) => {
    expect(track(chunks, requested)).toMatchObject({ ended, lost });
  });

  test('is not final with the usage of one choice', () => {
    const { progress } = track(
      [hi, { ...stop, ...USAGE }, chunk({ content: 'b' }, 'stop', 1), { ...empty, ...USAGE }],
      2,
    );
    expect(progress).toEqual(['incomplete', 'incomplete', 'complete', 'final']);
  });
});
