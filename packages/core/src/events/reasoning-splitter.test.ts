import { array, assert, constantFrom, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReasoningTags } from '../contract/reasoning-tags.js';
import { ReasoningSplitter } from './reasoning-splitter.js';
import { toTagPairs } from './reasoning-tag-matcher.js';

type Tags = Exclude<ReasoningTags, false>;

interface Split {
  readonly text: string;
  readonly reasoning: string;
  readonly isOpen: boolean;
}

function split(tags: Tags, pieces: readonly string[]): Split {
  const result = { text: '', reasoning: '' };
  const splitter = new ReasoningSplitter(toTagPairs(tags), {
    text: (piece) => (result.text += piece),
    reasoning: (piece) => (result.reasoning += piece),
  });
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return { ...result, isOpen: splitter.isOpen };
}

const ANYWHERE = { anywhere: true };
const OPEN = { startsOpen: true };

/** Texts that models and servers produce, and what they consist of. A missing reasoning is empty. */
const TEXTS: readonly [what: string, tags: Tags, input: string, text: string, reasoning?: string][] = [
  ['no tags', true, ' Hi \n', ' Hi \n'],
  ['nothing', true, '', ''],
  ['only whitespace', true, '\n\n', '\n\n'],
  // Form of DeepSeek-R1 and Qwen 3.
  ['line breaks around the tags', true, '<think>\nHm.\n\nSo.\n</think>\n\nHi', 'Hi', 'Hm.\n\nSo.'],
  ['no line breaks', true, '<think>Hm.</think>Hi', 'Hi', 'Hm.'],
  // Ollama accepts whitespace before the tag (ollama/ollama thinking/parser.go).
  ['whitespace before the tag', true, '\n\u00A0<think>Hm.</think>Hi', 'Hi', 'Hm.'],
  // Qwen 3 with thinking turned off (xorbitsai/inference issue 3647, langgenius/dify issue 19051).
  ['empty reasoning', true, '<think>\n\n</think>\n\nHi', 'Hi'],
  ['several blocks', true, '<think>a</think>\n<think>b</think>Hi', 'Hi', 'a\nb'],
  ['no text', true, '<think>Hm.</think>', '', 'Hm.'],
  ['an unclosed block', true, '<think>Hm.\n', '', 'Hm.'],
  ['an end within the closing tag', true, '<think>Hm.</thi', '', 'Hm.</thi'],
  ['an end within the opening tag', true, '<thi', '<thi'],
  ['an opening tag within the reasoning', true, '<think>a <think> b</think>Hi', 'Hi', 'a <think> b'],
  ['a closing tag after the reasoning', true, '<think>a</think>Hi </think>', 'Hi </think>', 'a'],
  ['a similar tag', true, '<thinker>a</thinker>', '<thinker>a</thinker>'],
  ['another case', true, '<THINK>a</THINK>', '<THINK>a</THINK>'],
  // A model that writes about tags (nbramia/LifeOS pull request 568).
  ['a tag in the text', true, 'Use `<think>draft</think>`.', 'Use `<think>draft</think>`.'],
  ['a tag in the text after reasoning', true, '<think>a</think>`<think>`', '`<think>`', 'a'],
  // A server that separates the reasoning but leaves the tag (aula-id/koma pull request 63).
  ['a closing tag at the beginning', true, '\n</think>\n\nHi', 'Hi'],
  // ikawrakow/ik_llama.cpp issue 776, vercel/ai issue 4920.
  ['a missing opening tag', OPEN, 'Hm.\n</think>\n\nHi', 'Hi', 'Hm.'],
  ['a missing opening tag, not announced', true, 'Hm.\n</think>\n\nHi', 'Hm.\n</think>\n\nHi'],
  ['an opening tag although the text starts open', OPEN, '\n<think>\nHm.</think>Hi', 'Hi', 'Hm.'],
  ['a text that starts open and ends so', OPEN, 'Hm. ', '', 'Hm.'],
  ['an empty block that starts open', OPEN, '\n</think>\n\nHi', 'Hi'],
  ['a second block after one that starts open', OPEN, 'a</think><think>b</think>c', 'c', 'a\nb'],
  ['a block between texts', ANYWHERE, 'One\n\n<think>a</think>\n\nTwo', 'One\n\nTwo', 'a'],
  ['a block within a line', ANYWHERE, 'One <think>a</think> two', 'One two', 'a'],
  ['a block after a word', ANYWHERE, 'One<think>a</think>\ntwo', 'One\ntwo', 'a'],
  ['a block at the end', ANYWHERE, 'One<think>a</think>\n', 'One\n', 'a'],
  ['blocks after a word', ANYWHERE, 'One<think>a</think>\n<think>b</think> two', 'One two', 'a\nb'],
  ['an end within a tag after text', ANYWHERE, 'a <thin', 'a <thin'],
  [
    'tags of which one is the beginning of another',
    [
      { open: '<t', close: '</t' },
      { open: '<tt>', close: '</tt>' },
    ],
    '<tt>a</t</tt>b',
    'b',
    'a</t',
  ],
  [
    'the shorter of two tags, at the end',
    [
      { open: '<t', close: '</t>' },
      { open: '<tt>', close: '</tt>' },
    ],
    '<t',
    '',
  ],
  [
    'the other pair although one starts open',
    [OPEN, { open: '[THINK]', close: '[/THINK]' }],
    '[THINK]a</think>[/THINK]b',
    'b',
    'a</think>',
  ],
];

/** The tags of models, by source. */
const PAIRS: readonly [source: string, open: string, close: string][] = [
  ['DeepSeek-R1, Qwen 3, MiniMax-M2: vllm-project/vllm vllm/reasoning/*_reasoning_parser.py', '<think>', '</think>'],
  ['Amazon Nova: LibreChat-AI/agents pull request 40', '<thinking>', '</thinking>'],
  ['MiniMax: isaiah-harville/Primer issue 109', '<mm:think>', '</mm:think>'],
  ['Magistral: ggml-org/llama.cpp issue 16158', '[THINK]', '[/THINK]'],
  ['Seed-OSS: vllm-project/vllm vllm/reasoning/seedoss_reasoning_parser.py', '<seed:think>', '</seed:think>'],
  ['Kimi-Dev: MoonshotAI/Kimi-Dev issue 6', '◁think▷', '◁/think▷'],
  ['Command A: ggml-org/llama.cpp common/chat.cpp', '<|START_THINKING|>', '<|END_THINKING|>'],
  ['docs.openwebui.com/features/chat-features/reasoning-models', '<reason>', '</reason>'],
  ['docs.openwebui.com/features/chat-features/reasoning-models', '<reasoning>', '</reasoning>'],
  ['docs.openwebui.com/features/chat-features/reasoning-models', '<thought>', '</thought>'],
  ['docs.openwebui.com/features/chat-features/reasoning-models', '<|begin_of_thought|>', '<|end_of_thought|>'],
  ['Gemma 4: qualcomm/GenieX pull request 1161', '<|channel>', '<channel|>'],
  [
    'gpt-oss: kekzl/imp pull request 768',
    '<|channel|>analysis<|message|>',
    '<|end|><|start|>assistant<|channel|>final<|message|>',
  ],
];

describe('ReasoningSplitter', () => {
  it.each(TEXTS)('splits %s', (_what, tags, input, text, reasoning = '') => {
    const whole = split(tags, [input]);
    expect(whole).toMatchObject({ text, reasoning });
    expect(split(tags, [...input])).toEqual(whole);
    for (let at = 1; at < input.length; at += 1) {
      expect(split(tags, [input.slice(0, at), input.slice(at)])).toEqual(whole);
    }
  });

  it.each(PAIRS)('splits the tags of %s: %s', (_source, open, close) => {
    const expected = { text: 'Hi', reasoning: 'a < b', isOpen: false };
    const input = `${open}\na < b\n${close}\n\nHi`;
    expect(split({ open, close }, [...input])).toEqual(expected);
    expect(split([{}, { open, close }], [input])).toEqual(expected);
    expect(split({ open, close, startsOpen: true }, input.slice(open.length).split(''))).toEqual(expected);
  });

  it('is open at the end only inside of the reasoning', () => {
    expect(split(true, ['<think>a']).isOpen).toBe(true);
    expect(split(OPEN, []).isOpen).toBe(true);
    expect(split(true, ['<think>a</think>']).isOpen).toBe(false);
  });

  it('holds back no more than a part of a tag and whitespace', () => {
    const received: string[] = [];
    const splitter = new ReasoningSplitter(toTagPairs(true), {
      text: (piece) => received.push(piece),
      reasoning: (piece) => received.push(piece),
    });
    for (const piece of ['<think>', 'a', ' b<', '/thin', 'g', '\n</think>\n', 'H', 'i<th']) splitter.push(piece);
    expect(received).toEqual(['a', ' b', '</thing', 'H', 'i<th']);
    expect(splitter.isDone).toBe(true);
  });

  const piece = constantFrom(
    '<',
    '<think>',
    '</think>',
    '<thi',
    'nk>',
    '</',
    ' ',
    '\n',
    'a',
    'b c',
    '[T]',
    '[/T]',
    '[',
  );
  const settings = constantFrom<Tags>(
    true,
    OPEN,
    ANYWHERE,
    { startsOpen: true, anywhere: true },
    [{ anywhere: true }, { open: '[T]', close: '[/T]', anywhere: true }],
    [
      { open: '[', close: '[/T' },
      { open: '[T]', close: '[/T]' },
    ],
  );
  const cuts = array(nat({ max: 60 }), { maxLength: 12 });

  it('does not depend on how the text is cut', () => {
    assert(
      property(settings, array(piece, { maxLength: 16 }), cuts, (tags, parts, at) => {
        const text = parts.join('');
        const sorted = [0, ...at.toSorted((a, b) => a - b), text.length];
        const pieces = sorted.map((start, index) => text.slice(start, sorted[index + 1] ?? text.length));
        expect(split(tags, pieces)).toEqual(split(tags, [text]));
      }),
      { numRuns: 1000 },
    );
  });

  it('loses nothing but tags and whitespace', () => {
    const visible = (text: string): string => text.replaceAll(/\s|<\/?think>/g, '');
    assert(
      property(array(piece, { maxLength: 16 }), (parts) => {
        // Tags that appear only when whitespace is removed would confuse the comparison.
        const text = parts.join('').replaceAll(/[<\s]+(?!\/?think>)/g, ' ');
        const { text: rest, reasoning } = split(ANYWHERE, [text]);
        expect([...visible(rest + reasoning)].toSorted()).toEqual([...visible(text)].toSorted());
      }),
      { numRuns: 300 },
    );
  });
});
