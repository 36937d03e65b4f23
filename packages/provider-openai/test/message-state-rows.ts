import { CALL, unchanged, type StateRow } from './state-row.js';

const AUDIO = { id: 'audio_1', data: 'UklGRg==', expires_at: 1_729_018_505, transcript: 'Hi' };
const FIELDS = { reasoningContentBlocks: [{ reasoningText: { text: 'Hm' } }], thought_signatures: ['c2ln'] };
const THINKING = { type: 'thinking', thinking: [{ type: 'text', text: 'Let me think.' }], closed: true };
const SUMMARY = {
  type: 'reasoning',
  summary: [{ type: 'summary_text', text: 'The user asks.', signature: 'EqoB' }],
};
const TEXT = { type: 'text', text: 'Hi' };

/** Reasoning as text under each name, as content parts, and state of the message. */
export const MESSAGE_ROWS: readonly [title: string, row: StateRow][] = [
  // DeepSeek, llama.cpp, SGLang
  [
    'reasoning_content',
    unchanged({ content: 'Hi', reasoning_content: 'Hm so' }, [
      { reasoning_content: 'Hm' },
      { reasoning_content: ' so' },
      { content: 'Hi' },
    ]),
  ],
  // vLLM since 0.12 (vllm-project/vllm pull request 27752), Ollama
  [
    'reasoning',
    unchanged({ content: 'Hi', reasoning: 'Hm so' }, [{ reasoning: 'Hm' }, { reasoning: ' so' }, { content: 'Hi' }]),
  ],
  // Chutes sends both with the same text. aliou/pi-neuralwatt issue 102: only one may go back.
  [
    'two names with the same text',
    {
      message: { content: 'Hi', reasoning: 'Hm', reasoning_content: 'Hm' },
      deltas: [{ reasoning: 'Hm', reasoning_content: 'Hm' }, { content: 'Hi' }],
      sent: { content: 'Hi', reasoning_content: 'Hm' },
    },
  ],
  [
    'a name next to an empty one',
    {
      message: { content: 'Hi', reasoning: 'Hm', reasoning_content: '' },
      deltas: [{ reasoning: 'Hm', reasoning_content: '' }, { content: 'Hi' }],
      sent: { content: 'Hi', reasoning: 'Hm' },
    },
  ],
  // https://api-docs.deepseek.com/guides/thinking_mode: required even if the model did not reason
  [
    'an empty reasoning_content with a tool call (DeepSeek)',
    unchanged({ content: null, reasoning_content: '', tool_calls: [CALL] }, [
      { content: null, reasoning_content: '' },
      { tool_calls: [{ index: 0, ...CALL }] },
    ]),
  ],
  // anomalyco/opencode pull request 8900 and issue 46022
  [
    'an opaque string after the text (GitHub Copilot)',
    unchanged({ content: 'Hi', reasoning_text: 'Hm', reasoning_opaque: 'b3BhcXVl' }, [
      { reasoning_text: 'Hm' },
      { content: 'Hi' },
      { reasoning_opaque: 'b3BhcXVl' },
    ]),
  ],
  // microsoft/vscode-copilot-chat, openAIEndpoint.ts
  [
    'an id and a summary (GitHub Copilot with models of OpenAI)',
    unchanged({ content: 'Hi', cot_id: 'cot_1', cot_summary: 'Hm so' }, [
      { cot_id: 'cot_1', cot_summary: 'Hm' },
      { cot_summary: ' so' },
      { content: 'Hi' },
    ]),
  ],
  // https://docs.mistral.ai/capabilities/reasoning, vercel/ai issue 17930
  [
    'content parts (Mistral)',
    unchanged({ content: [THINKING, TEXT] }, [
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Let me' }] }] },
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: ' think.' }], closed: true }] },
      { content: 'Hi' },
    ]),
  ],
  [
    'content parts and a tool call (Mistral)',
    unchanged({ content: [THINKING], tool_calls: [CALL] }, [
      { content: [THINKING] },
      { tool_calls: [{ index: 0, ...CALL }] },
    ]),
  ],
  // BerriAI/litellm issue 9700 and pull request 36944
  [
    'content parts with signatures (Databricks)',
    unchanged({ content: [SUMMARY, TEXT] }, [
      { content: [{ type: 'reasoning', summary: [{ type: 'summary_text', text: 'The user', signature: '' }] }] },
      { content: [{ type: 'reasoning', summary: [{ type: 'summary_text', text: ' asks.', signature: 'EqoB' }] }] },
      { content: 'Hi' },
    ]),
  ],
  // https://ai.google.dev/gemini-api/docs/thought-signatures: a text may have a signature, too
  [
    'a signature of the message (Gemini)',
    unchanged({ content: 'Hi', extra_content: { google: { thought_signature: 'c2ln' } } }, [
      { content: 'Hi' },
      { content: '', extra_content: { google: { thought_signature: 'c2ln' } } },
    ]),
  ],
  // https://ai.google.dev/gemini-api/docs/openai#thinking
  [
    'a signature next to a mark of some deltas (Gemini)',
    {
      message: {
        content: '<thought>Hm</thought>Hi',
        extra_content: { google: { thought: true, thought_signature: 'c2ln' } },
      },
      deltas: [
        { content: '<thought>Hm', extra_content: { google: { thought: true } } },
        { content: '</thought>Hi', extra_content: { google: { thought_signature: 'c2ln' } } },
      ],
      sent: { content: '<thought>Hm</thought>Hi', extra_content: { google: { thought_signature: 'c2ln' } } },
    },
  ],
  [
    'only marks of deltas (Gemini)',
    {
      message: { content: '<thought>Hm</thought>Hi', extra_content: { google: { thought: true } } },
      deltas: [{ content: '<thought>Hm', extra_content: { google: { thought: true } } }, { content: '</thought>Hi' }],
      sent: { content: '<thought>Hm</thought>Hi' },
    },
  ],
  // can1357/oh-my-pi issue 10630
  [
    'a signature of the message in a field of its own',
    unchanged({ content: null, tool_calls: [CALL], thinking_signature: 'c2ln' }, [
      { tool_calls: [{ index: 0, ...CALL }] },
      { thinking_signature: 'c2ln' },
    ]),
  ],
  // BerriAI/litellm pull request 40775
  [
    'fields of the message (LiteLLM)',
    unchanged({ content: 'Hi', provider_specific_fields: FIELDS }, [
      { content: 'Hi', provider_specific_fields: null },
      { provider_specific_fields: { reasoningContentBlocks: FIELDS.reasoningContentBlocks } },
      { provider_specific_fields: { thought_signatures: FIELDS.thought_signatures } },
    ]),
  ],
  // https://platform.openai.com/docs/guides/audio: the id only
  [
    'audio (OpenAI)',
    {
      message: { content: null, audio: AUDIO },
      deltas: [
        { audio: { id: 'audio_1', transcript: 'H' } },
        { audio: { data: 'UklGRg==', transcript: 'i' } },
        { audio: { expires_at: 1_729_018_505 } },
      ],
      sent: { content: '', audio: { id: 'audio_1' } },
    },
  ],
];
