import type { ErrorCode } from '../../src/errors/error-code.js';

/** Stands for what a user writes and no error may repeat. */
export const PROMPT = 'Dear diary, my pin is 7391';

const messages = [{ role: 'user', content: PROMPT }];

export type Case = readonly [name: string, args: unknown[], code: ErrorCode, message: string];

export const model = 'm';

export const chatOf = (fields: object): unknown[] => [{ model, messages, ...fields }];

const user = (content: unknown): unknown[] => [{ model, messages: [{ role: 'user', content }] }];

export const call = { id: '1', name: 'f', arguments: '{}' };

export const MESSAGES: readonly Case[] = [
  ['no request', [], 'invalid_request', 'The request is undefined; allowed is an object'],
  ['a text for a request', [PROMPT], 'invalid_request', 'The request is a string; allowed is an object'],
  ['no messages', [{ model }], 'empty_prompt', 'no messages'],
  ['an empty list', [{ model, messages: [] }], 'empty_prompt', 'no messages'],
  ['messages as text', [{ model, messages: PROMPT }], 'invalid_request', '"messages" is a string'],
  ['only empty messages', user(''), 'empty_prompt', 'All messages of the chat are empty'],
  ['only empty parts', user([{ type: 'text', text: '' }]), 'empty_prompt', 'All messages of the chat are empty'],
  ['no parts', user([]), 'empty_prompt', 'All messages of the chat are empty'],
  ['a message that is none', [{ model, messages: [PROMPT] }], 'invalid_request', '"messages[0]" is a string'],
  [
    'an unknown role',
    [{ model, messages: [{ role: 'developer', content: PROMPT }] }],
    'invalid_request',
    '"messages[0].role" is "developer"; allowed is "system" or "user" or "assistant" or "tool"',
  ],
  [
    'a prompt for a role',
    [{ model, messages: [{ role: PROMPT }] }],
    'invalid_request',
    '"messages[0].role" is a string',
  ],
  ['no role', [{ model, messages: [{ content: PROMPT }] }], 'invalid_request', '"messages[0].role" is undefined'],
  ['no content', [{ model, messages: [{ role: 'user' }] }], 'invalid_request', '"messages[0].content" is undefined'],
  ['content of a wrong type', user(7391), 'invalid_request', '"messages[0].content" is a number'],
  [
    'an unknown key of a message',
    [{ model, messages: [...messages, { role: 'user', contents: PROMPT }] }],
    'invalid_request',
    'Unknown key "messages[1].contents". Did you mean "content"?',
  ],
  ['a part that is none', user([PROMPT]), 'invalid_request', '"messages[0].content[0]" is a string'],
  [
    'a part of unknown type',
    user([{ type: 'image_url', image: 'x' }]),
    'invalid_request',
    '"messages[0].content[0].type" is "image_url"; allowed is "text" or "image"',
  ],
  [
    'an image for the system',
    [{ model, messages: [{ role: 'system', content: [{ type: 'image', image: 'x' }] }] }],
    'invalid_request',
    '"messages[0].content[0].type" is "image"; allowed is "text"',
  ],
  [
    'a text part without text',
    user([{ type: 'text' }]),
    'invalid_request',
    '"messages[0].content[0].text" is undefined',
  ],
  ['an image part without image', user([{ type: 'image' }]), 'invalid_request', 'content[0].image" is undefined'],
  ['an image of a wrong type', user([{ type: 'image', image: {} }]), 'invalid_request', 'a Uint8Array'],
  [
    'a tool result without its call',
    [{ model, messages: [{ role: 'tool', content: PROMPT }] }],
    'invalid_request',
    '"messages[0].toolCallId" is undefined',
  ],
  [
    'a tool call without arguments',
    [{ model, messages: [...messages, { role: 'assistant', toolCalls: [call, { id: '2', name: 'f' }] }] }],
    'invalid_request',
    '"messages[1].toolCalls[1].arguments" is undefined',
  ],
  [
    'arguments that were parsed',
    [{ model, messages: [...messages, { role: 'assistant', toolCalls: [{ ...call, arguments: {} }] }] }],
    'invalid_request',
    '"messages[1].toolCalls[0].arguments" is an object; allowed is a string',
  ],
];

export const FIELDS: readonly Case[] = [
  ['no model', [{ messages }], 'empty_model', 'has no default model'],
  ['an empty model', [{ messages, model: '' }], 'empty_model', 'LM_MODEL'],
  ['a blank model', [{ messages, model: ' \n' }], 'empty_model', 'has no default model'],
  ['a model of a wrong type', [{ messages, model: 5 }], 'invalid_request', '"model" is a number; allowed is a string'],
  [
    'an unknown key',
    chatOf({ maxTokens: 5 }),
    'invalid_request',
    'Unknown key "maxTokens". Did you mean "maxOutputTokens"?',
  ],
  ['a wire name', chatOf({ top_p: 1 }), 'invalid_request', 'Did you mean "topP"?'],
  ['a slip', chatOf({ temprature: 1 }), 'invalid_request', 'Did you mean "temperature"?'],
  ['nothing like it', chatOf({ zzz: 1 }), 'invalid_request', 'Unknown key "zzz". Allowed are temperature, '],
  ['NaN', chatOf({ temperature: Number.NaN }), 'invalid_request', '"temperature" is NaN; allowed is a number from 0'],
  ['Infinity', chatOf({ frequencyPenalty: Infinity }), 'invalid_request', '"frequencyPenalty" is Infinity'],
  ['a number as text', chatOf({ temperature: '1' }), 'invalid_request', '"temperature" is a string'],
  ['null', chatOf({ seed: null }), 'invalid_request', '"seed" is null; allowed is a whole number'],
  ['a fraction', chatOf({ topK: 1.5 }), 'invalid_request', '"topK" is 1.5; allowed is a whole number'],
  ['no output', chatOf({ maxOutputTokens: 0 }), 'invalid_request', '"maxOutputTokens" is 0'],
  [
    'a list of no texts',
    chatOf({ stop: [1] }),
    'invalid_request',
    '"stop" is an array; allowed is a string or an array',
  ],
  ['negative logprobs', chatOf({ logprobs: -1 }), 'invalid_request', '"logprobs" is -1'],
  ['an extra that is none', chatOf({ extra: [] }), 'invalid_request', '"extra" is an array; allowed is an object'],
  ['a tool that is none', chatOf({ tools: ['f'] }), 'invalid_request', '"tools[0]" is a string'],
  ['a tool without a name', chatOf({ tools: [{}] }), 'invalid_request', '"tools[0].name" is missing'],
  [
    "another API's tool",
    chatOf({ tools: [{ type: 'function', function: { name: 'f' } }] }),
    'invalid_request',
    'Unknown key "tools[0].type"',
  ],
  [
    'two tools of one name',
    chatOf({ tools: [{ name: 'f' }, { name: 'f' }] }),
    'invalid_request',
    '"tools[1].name" is the name of an earlier tool',
  ],
  [
    'parameters that are none',
    chatOf({ tools: [{ name: 'f', parameters: 'x' }] }),
    'invalid_request',
    'parameters" is a string',
  ],
  [
    'an unknown choice',
    chatOf({ toolChoice: 'any' }),
    'invalid_request',
    '"toolChoice" is "any"; allowed is one of "auto"',
  ],
  ['a tool that is not there', chatOf({ toolChoice: { name: 'f' } }), 'invalid_request', 'none of the tools'],
  [
    'an unknown key of the choice',
    chatOf({ tools: [{ name: 'f' }], toolChoice: { name: 'f', force: true } }),
    'invalid_request',
    'Unknown key "toolChoice.force"',
  ],
  [
    'an unknown format',
    chatOf({ responseFormat: { type: 'json' } }),
    'invalid_request',
    '"responseFormat.type" is "json"',
  ],
  ['a format without type', chatOf({ responseFormat: {} }), 'invalid_request', '"responseFormat.type" is missing'],
  [
    'a schema that is missing',
    chatOf({ responseFormat: { type: 'json_schema' } }),
    'invalid_request',
    'schema" is missing',
  ],
  [
    'an unknown key of the format',
    chatOf({ responseFormat: { type: 'text', x: 1 } }),
    'invalid_request',
    '"responseFormat.x"',
  ],
  [
    'an integration of unknown type',
    chatOf({ integrations: [{ type: 'mcp' }] }),
    'invalid_request',
    'integrations[0].type" is "mcp"',
  ],
  [
    'an integration without type',
    chatOf({ integrations: [{}] }),
    'invalid_request',
    'integrations[0].type" is undefined',
  ],
  [
    'a plugin without id',
    chatOf({ integrations: ['x', { type: 'plugin' }] }),
    'invalid_request',
    'integrations[1].id" is undefined',
  ],
  [
    'a server without URL',
    chatOf({ integrations: [{ type: 'ephemeral_mcp', serverLabel: 'x' }] }),
    'invalid_request',
    'integrations[0].serverUrl" is undefined',
  ],
  [
    'an unknown key of an integration',
    chatOf({ integrations: [{ type: 'plugin', id: 'x', url: 'y' }] }),
    'invalid_request',
    'Unknown key "integrations[0].url"',
  ],
];
