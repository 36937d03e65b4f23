import { call, model, PROMPT, type Case } from './wrong-requests.js';

const user = { role: 'user', content: PROMPT };

/** Returns the arguments of a chat with an assistant message. */
function assistant(fields: object): unknown[] {
  return [{ model, messages: [user, { role: 'assistant', content: PROMPT, ...fields }] }];
}

const SOURCE = 'openai/openai@http://localhost:8000';

/** Assistant messages with wrong reasoning or state. */
export const ASSISTANT_MESSAGES: readonly Case[] = [
  [
    'reasoning of the wrong type',
    assistant({ reasoning: 7391 }),
    'invalid_request',
    '"messages[1].reasoning" must be a string or an array of parts; received a number.',
  ],
  [
    'a string as a reasoning part',
    assistant({ reasoning: [PROMPT] }),
    'invalid_request',
    '"messages[1].reasoning[0]" must be an object; received a string.',
  ],
  [
    'a text part as reasoning',
    assistant({ reasoning: [{ type: 'text', text: PROMPT }] }),
    'invalid_request',
    '"messages[1].reasoning[0].type" must be "reasoning"; received "text".',
  ],
  [
    'a reasoning part as content',
    assistant({ content: [{ type: 'reasoning', text: PROMPT }] }),
    'invalid_request',
    '"messages[1].content[0].type" must be "text"; received "reasoning".',
  ],
  [
    'a reasoning part without text',
    assistant({ reasoning: [{ type: 'reasoning' }] }),
    'invalid_request',
    '"messages[1].reasoning[0].text" must be a string; received undefined.',
  ],
  [
    'an unknown key of a reasoning part',
    assistant({ reasoning: [{ type: 'reasoning', text: PROMPT, signature: PROMPT }] }),
    'invalid_request',
    'Unknown key "messages[1].reasoning[0].signature". Supported keys: type, text, providerMetadata.',
  ],
  [
    'a string as the metadata of a reasoning part',
    assistant({ reasoning: [{ type: 'reasoning', text: '', providerMetadata: PROMPT }] }),
    'invalid_request',
    '"messages[1].reasoning[0].providerMetadata" must be an object; received a string.',
  ],
  [
    'an array as the metadata of a message',
    assistant({ providerMetadata: [PROMPT] }),
    'invalid_request',
    '"messages[1].providerMetadata" must be an object; received an array.',
  ],
  [
    'null as the metadata of a tool call',
    assistant({ toolCalls: [{ ...call, providerMetadata: null }] }),
    'invalid_request',
    '"messages[1].toolCalls[0].providerMetadata" must be an object; received null.',
  ],
  [
    'metadata with a string in place of the state',
    assistant({ toolCalls: [{ ...call, providerMetadata: { [SOURCE]: PROMPT } }] }),
    'invalid_request',
    `"messages[1].toolCalls[0].providerMetadata[${SOURCE}]" must be the object that the response contained; received a string.`,
  ],
  [
    'metadata of a user message',
    [{ model, messages: [{ ...user, providerMetadata: {} }] }],
    'invalid_request',
    'Unknown key "messages[0].providerMetadata". Supported keys: role, content.',
  ],
];
