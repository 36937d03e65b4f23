import { CALL, OTHER, unchanged, type StateRow } from './state-row.js';

const SIGNATURE = { google: { thought_signature: 'CtgBAY+/=é' } };
const SIGNED = { ...CALL, extra_content: SIGNATURE };
const VERTEX = { ...CALL, extra_content: { vertex: { thought_signature: 'dmVydGV4' } } };

/** Returns a message with nothing but these tool calls, whose stream has one delta for each. */
function calls(...list: object[]): StateRow {
  return unchanged(
    { content: null, tool_calls: list },
    list.map((call, index) => ({ tool_calls: [{ index, ...call }] })),
  );
}

const LITELLM_CALL = {
  ...CALL,
  id: `call_1__thought__${'c2ln'.repeat(80)}`,
  provider_specific_fields: { thought_signature: 'c2ln' },
};
const IN_FUNCTION = {
  ...CALL,
  function: { ...CALL.function, provider_specific_fields: { thought_signatures: ['c2ln'] } },
};

/** State of tool calls. */
export const CALL_ROWS: readonly [title: string, row: StateRow][] = [
  // https://ai.google.dev/gemini-api/docs/thought-signatures
  ['a signature on the first of two calls (Gemini)', calls(SIGNED, OTHER)],
  // earendil-works/pi issue 6733
  ['a signature under another name (Vertex AI)', calls(VERTEX)],
  // vercel/ai, openai-compatible-chat-language-model.ts
  [
    'a signature in a delta of its own after the arguments (Gemini)',
    unchanged({ content: null, tool_calls: [SIGNED] }, [
      { tool_calls: [{ index: 0, ...CALL }] },
      { tool_calls: [{ index: 0, extra_content: SIGNATURE }] },
    ]),
  ],
  [
    'a signature in a delta without an index',
    unchanged({ content: null, tool_calls: [SIGNED] }, [
      { tool_calls: [CALL] },
      { tool_calls: [{ extra_content: SIGNATURE }] },
    ]),
  ],
  [
    'a signature before the name',
    unchanged({ content: null, tool_calls: [SIGNED] }, [
      { tool_calls: [{ index: 0, id: 'call_1', extra_content: SIGNATURE }] },
      { tool_calls: [{ index: 0, function: CALL.function }] },
    ]),
  ],
  [
    'a signature that later deltas leave empty',
    unchanged({ content: null, tool_calls: [SIGNED] }, [
      { tool_calls: [{ index: 0, ...SIGNED, function: { name: 'f', arguments: '{"x"' } }] },
      {
        tool_calls: [{ index: 0, function: { arguments: ':1' }, extra_content: { google: { thought_signature: '' } } }],
      },
      { tool_calls: [{ index: 0, function: { arguments: '}' }, extra_content: null }] },
    ]),
  ],
  [
    'state in pieces with several keys',
    unchanged({ content: null, tool_calls: [{ ...CALL, extra: { a: { b: 1, c: [2] }, d: 3 } }] }, [
      { tool_calls: [{ index: 0, ...CALL, extra: { a: { b: 0 }, d: 3 } }] },
      { tool_calls: [{ index: 0, extra: { a: { b: 1, c: [2] } } }] },
    ]),
  ],
  // earendil-works/pi issue 9444
  ['a signature directly on the call (gateways of Gemini)', calls({ ...CALL, thoughtSignature: 'c2ln' })],
  // https://docs.litellm.ai/blog/gemini_3, BerriAI/litellm pull request 16895
  ['fields and an id with the signature (LiteLLM)', calls(LITELLM_CALL)],
  // BerriAI/litellm, _get_thought_signature_from_tool in prompt_templates/factory.py
  ['fields of the function (LiteLLM)', calls(IN_FUNCTION)],
];
