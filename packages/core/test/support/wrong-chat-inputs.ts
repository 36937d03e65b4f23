import { chatOf, type Case, model, PROMPT } from './wrong-requests.js';

/** Wrong values for the input of a chat as a whole, and for its `system`. */
export const CHAT_INPUTS: readonly Case[] = [
  ['an empty string', [''], 'empty_prompt', 'The chat is an empty string.'],
  ['an array as the request', [[PROMPT]], 'invalid_request', 'The request must be an object; received an array.'],
  [
    'a list as "system"',
    chatOf({ system: [PROMPT] }),
    'invalid_request',
    '"system" must be a string; received an array.',
  ],
  ['"instructions"', chatOf({ instructions: PROMPT }), 'invalid_request', 'Unknown key "instructions". Use "system".'],
  ['"system" without messages', [{ model, system: PROMPT }], 'empty_prompt', 'The chat has no messages.'],
  [
    '"system" as the only content',
    [{ model, system: PROMPT, messages: [{ role: 'user', content: '' }] }],
    'empty_prompt',
    'All messages of the chat are empty.',
  ],
  ['a string without a default model', [PROMPT], 'empty_model', 'has no default model'],
];
