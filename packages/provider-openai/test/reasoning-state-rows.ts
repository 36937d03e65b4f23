import { CALL, OTHER, unchanged, type StateRow } from './state-row.js';

const DETAILS = [
  {
    type: 'reasoning.text',
    text: 'Let me compute 17 * 23.',
    format: 'anthropic-claude-v1',
    index: 0,
    signature: 'Et8B',
  },
];
const ENCRYPTED = ['call_1', 'call_2'].map((id) => ({
  type: 'reasoning.encrypted',
  data: `data of ${id}`,
  id,
  format: 'google-gemini-v1',
  index: 0,
}));
const MINIMAX = [
  { type: 'reasoning.text', id: 'r1', format: 'MiniMax-response-v1', index: 0, text: 'The user asks about 112.' },
];
const minimaxPieces = (...texts: string[]) => texts.map((text) => ({ reasoning_details: [{ ...MINIMAX[0], text }] }));

/** Blocks and signatures of the reasoning. */
export const BLOCK_ROWS: readonly [title: string, row: StateRow][] = [
  // The stream of agno-agi/agno issue 8794
  [
    'reasoning_details in pieces (OpenRouter)',
    {
      message: { content: '391', reasoning: 'Let me compute 17 * 23.', reasoning_details: DETAILS },
      deltas: [
        {
          reasoning: 'Let',
          reasoning_details: [{ type: 'reasoning.text', text: 'Let', format: 'anthropic-claude-v1', index: 0 }],
        },
        {
          reasoning: ' me compute 17 * 23.',
          reasoning_details: [
            { type: 'reasoning.text', text: ' me compute 17 * 23.', format: 'anthropic-claude-v1', index: 0 },
          ],
        },
        {
          reasoning_details: [{ type: 'reasoning.text', signature: 'Et8B', format: 'anthropic-claude-v1', index: 0 }],
        },
        { content: '391' },
      ],
      sent: { content: '391', reasoning_details: DETAILS },
    },
  ],
  // The id is that of the tool call: earendil-works/pi, openai-completions.ts
  [
    'encrypted details of two calls with the same index (Gemini at OpenRouter)',
    unchanged({ content: null, tool_calls: [CALL, OTHER], reasoning_details: ENCRYPTED }, [
      { reasoning_details: [ENCRYPTED[0]] },
      { tool_calls: [{ index: 0, ...CALL }] },
      { tool_calls: [{ index: 1, ...OTHER }], reasoning_details: [ENCRYPTED[1]] },
    ]),
  ],
  // OpenRouterTeam/ai-sdk-provider, convert-to-openrouter-chat-messages.ts
  [
    'an empty list (DeepSeek at OpenRouter)',
    unchanged({ content: 'Hi', reasoning_details: [] }, [{ content: 'Hi', reasoning_details: [] }]),
  ],
  // MiniMax-AI/MiniMax-M2 issue 95, t8y2/dbx issue 6535
  [
    'increments (MiniMax)',
    unchanged({ content: 'Hi', reasoning_details: MINIMAX }, [
      ...minimaxPieces('The user asks about ', '1', '12', '.'),
      { content: 'Hi' },
    ]),
  ],
  // https://platform.minimax.io/docs/guides/text-m2-function-call
  [
    'cumulative pieces (MiniMax)',
    unchanged({ content: 'Hi', reasoning_details: MINIMAX }, [
      ...minimaxPieces('The', 'The user asks', 'The user asks about 112.'),
      { content: 'Hi' },
    ]),
  ],
  // BerriAI/litellm issues 29428 and 10328
  [
    'thinking_blocks in pieces (LiteLLM)',
    {
      message: {
        content: 'Hi',
        reasoning_content: 'Step 1. Step 2.',
        thinking_blocks: [
          { type: 'thinking', thinking: 'Step 1. ', signature: 'sig1' },
          { type: 'redacted_thinking', data: 'xyz' },
          { type: 'thinking', thinking: 'Step 2.', signature: 'sig2' },
        ],
      },
      deltas: [
        { reasoning_content: 'Step', thinking_blocks: [{ type: 'thinking', thinking: 'Step', signature: '' }] },
        { reasoning_content: ' 1. ', thinking_blocks: [{ type: 'thinking', thinking: ' 1. ', signature: '' }] },
        { thinking_blocks: [{ type: 'thinking', thinking: '', signature: 'sig1' }] },
        { thinking_blocks: [{ type: 'redacted_thinking', data: 'xyz' }] },
        { reasoning_content: 'Step 2.', thinking_blocks: [{ type: 'thinking', thinking: 'Step 2.', signature: '' }] },
        { thinking_blocks: [{ type: 'thinking', thinking: '', signature: 'sig2' }] },
        { content: 'Hi' },
      ],
      sent: {
        content: 'Hi',
        thinking_blocks: [
          { type: 'thinking', thinking: 'Step 1. ', signature: 'sig1' },
          { type: 'redacted_thinking', data: 'xyz' },
          { type: 'thinking', thinking: 'Step 2.', signature: 'sig2' },
        ],
      },
    },
  ],
  // open-webui/open-webui pull request 29860, BerriAI/litellm issue 29428
  [
    'thinking_blocks whose last piece is complete, also in provider_specific_fields (LiteLLM)',
    {
      message: {
        content: 'Hi',
        thinking_blocks: [{ type: 'thinking', thinking: 'Step 1.', signature: 'sig1' }],
        provider_specific_fields: { thinking_blocks: [{ type: 'thinking', thinking: 'Step 1.', signature: 'sig1' }] },
      },
      deltas: [
        { type: 'thinking', thinking: 'Step', signature: '' },
        { type: 'thinking', thinking: ' 1.', signature: '' },
        { type: 'thinking', thinking: 'Step 1.', signature: 'sig1' },
      ].map((block, index) => ({
        thinking_blocks: [block],
        provider_specific_fields: { thinking_blocks: [block] },
        ...(index === 2 && { content: 'Hi' }),
      })),
      sent: { content: 'Hi', thinking_blocks: [{ type: 'thinking', thinking: 'Step 1.', signature: 'sig1' }] },
    },
  ],
  // A stream of Vercel's gateway, as recorded by charmbracelet/fantasy
  [
    'a summary and encrypted data with one index and id (models of OpenAI)',
    unchanged(
      {
        content: 'Hi',
        reasoning_details: [
          { type: 'reasoning.summary', summary: 'I add.', id: 'rs_1', format: 'openai-responses-v1', index: 0 },
          { type: 'reasoning.encrypted', data: 'gAAA', id: 'rs_1', format: 'openai-responses-v1', index: 0 },
        ],
      },
      [
        { type: 'reasoning.summary', summary: 'I', id: 'rs_1', format: 'openai-responses-v1', index: 0 },
        { type: 'reasoning.summary', summary: ' add.', id: 'rs_1', format: 'openai-responses-v1', index: 0 },
        { type: 'reasoning.encrypted', data: 'gAAA', id: 'rs_1', format: 'openai-responses-v1', index: 0 },
      ].map((detail, index) => ({ reasoning_details: [detail], ...(index === 2 && { content: 'Hi' }) })),
    ),
  ],
  // BerriAI/litellm pull request 24690
  [
    'reasoning_items in the last delta (LiteLLM)',
    unchanged(
      {
        content: 'Hi',
        reasoning_content: 'Hm',
        reasoning_items: [
          { id: 'rs_1', type: 'reasoning', encrypted_content: 'a', summary: [] },
          { id: 'rs_2', type: 'reasoning', encrypted_content: 'b', summary: [] },
        ],
      },
      [
        { reasoning_content: 'Hm' },
        { content: 'Hi' },
        {
          reasoning_items: [
            { id: 'rs_1', type: 'reasoning', encrypted_content: 'a', summary: [] },
            { id: 'rs_2', type: 'reasoning', encrypted_content: 'b', summary: [] },
          ],
        },
      ],
    ),
  ],
];
