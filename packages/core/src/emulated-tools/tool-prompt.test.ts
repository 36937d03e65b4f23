import { expect, test } from 'vitest';
import type { ChatRequest } from '../contract/chat.js';
import { toolPrompt } from './tool-prompt.js';

const TOOLS = [
  { name: 'a.b"c', description: 'Says "$&" and {tools}.', parameters: { type: 'object' } },
  { name: 'plain' },
] as const;
const LINES = [
  '{"tool":"a.b\\"c","description":"Says \\"$&\\" and {tools}.","arguments":{"type":"object"}}',
  '{"tool":"plain"}',
];
const CALL = '{"tool": "name of the tool", "arguments": {...}}';
const START = 'You can call tools. Respond only with JSON. To call a tool, respond with';

function promptOf(fields: Partial<ChatRequest>, prompt?: string): string {
  return toolPrompt({ messages: [], tools: TOOLS, ...fields }, prompt);
}

test.each<[fields: Partial<ChatRequest>, lines: readonly string[]]>([
  [
    {},
    [
      `${START} {"next": ${CALL}}.`,
      'To reply to the user, respond with {"next": {"reply": "text"}}.',
      'Tools:',
      ...LINES,
    ],
  ],
  [{ toolChoice: 'required' }, [`${START} {"next": ${CALL}}.`, 'Tools:', ...LINES]],
  [{ toolChoice: { name: 'plain' } }, [`${START} {"next": ${CALL}}.`, 'Tools:', '{"tool":"plain"}']],
  [
    { parallelToolCalls: true },
    [
      `${START} {"calls": [${CALL}]}. The list may contain several calls.`,
      'To reply to the user, respond with {"calls": [{"reply": "text"}]}.',
      'Tools:',
      ...LINES,
    ],
  ],
  [
    { parallelToolCalls: true, toolChoice: 'required' },
    [`${START} {"calls": [${CALL}]}. The list may contain several calls.`, 'Tools:', ...LINES],
  ],
])('the text for %j', (fields, lines) => {
  expect(promptOf(fields)).toBe(lines.join('\n'));
});

test.each([
  ['{tools}', LINES.join('\n')],
  ['Before {tools} between {tools} after', `Before ${LINES.join('\n')} between ${LINES.join('\n')} after`],
  ['No tools here', 'No tools here'],
  ['', ''],
])('a text of the application has the tools in each of its places: "%s"', (prompt, text) => {
  expect(promptOf({}, prompt)).toBe(text);
});
