import type { ErrorCode } from '../../src/errors/error-code.js';

/** Stands for the user's data, which errors must not contain. */
export const PROMPT = 'Dear diary, my pin is 7391';

const messages = [{ role: 'user', content: PROMPT }];

export type Case = readonly [name: string, args: unknown[], code: ErrorCode, message: string];

export const model = 'm';

export const chatOf = (fields: object): unknown[] => [{ model, messages, ...fields }];

const user = (content: unknown): unknown[] => [{ model, messages: [{ role: 'user', content }] }];

export const call = { id: '1', name: 'f', arguments: '{}' };

const NO_REQUEST = 'The request must be a string or an object with "messages"; received';

export const MESSAGES: readonly Case[] = [
  ['no request', [], 'invalid_request', `${NO_REQUEST} undefined.`],
  ['an empty string as the request', [''], 'empty_prompt', 'All messages of the chat are empty'],
  ['a list as the request', [[PROMPT]], 'invalid_request', `${NO_REQUEST} an array.`],
  ['no messages', [{ model }], 'empty_prompt', 'no messages'],
  ['an empty array of messages', [{ model, messages: [] }], 'empty_prompt', 'no messages'],
  ['a string as messages', [{ model, messages: PROMPT }], 'invalid_request', '"messages" must be an array of messages'],
  ['only empty messages', user(''), 'empty_prompt', 'All messages of the chat are empty'],
  ['only empty parts', user([{ type: 'text', text: '' }]), 'empty_prompt', 'All messages of the chat are empty'],
  ['no content parts', user([]), 'empty_prompt', 'All messages of the chat are empty'],
  ['a string as a message', [{ model, messages: [PROMPT] }], 'invalid_request', '"messages[0]" must be an object'],
  [
    'an unknown role',
    [{ model, messages: [{ role: 'developer', content: PROMPT }] }],
    'invalid_request',
    '"messages[0].role" must be one of "system", "user", "assistant", "tool"; received "developer". Use "system".',
  ],
  [
    'a prompt in place of a role',
    [{ model, messages: [{ role: PROMPT }] }],
    'invalid_request',
    '"messages[0].role" must be one of "system", "user", "assistant", "tool"; received a string.',
  ],
  [
    'no role',
    [{ model, messages: [{ content: PROMPT }] }],
    'invalid_request',
    '"messages[0].role" must be one of "system"',
  ],
  [
    'no content',
    [{ model, messages: [{ role: 'user' }] }],
    'invalid_request',
    '"messages[0].content" must be a string or',
  ],
  [
    'content of the wrong type',
    user(7391),
    'invalid_request',
    'must be a string or an array of parts; received a number.',
  ],
  [
    'an unknown key of a message',
    [{ model, messages: [...messages, { role: 'user', contents: PROMPT }] }],
    'invalid_request',
    'Unknown key "messages[1].contents". Did you mean "content"?',
  ],
  ['a content part of the wrong type', user([PROMPT]), 'invalid_request', '"messages[0].content[0]" must be an object'],
  [
    'a content part of an unknown type',
    user([{ type: 'image_url', image: 'x' }]),
    'invalid_request',
    '"messages[0].content[0].type" must be one of "text", "image"; received "image_url". Use { type: "image", image: url }.',
  ],
  [
    'an image in a system message',
    [{ model, messages: [{ role: 'system', content: [{ type: 'image', image: 'x' }] }] }],
    'invalid_request',
    '"messages[0].content[0].type" must be "text"; received "image".',
  ],
  ['a text part without text', user([{ type: 'text' }]), 'invalid_request', 'must be a string; received undefined.'],
  ['an image part without an image', user([{ type: 'image' }]), 'invalid_request', 'a Uint8Array; received undefined.'],
  ['an image of the wrong type', user([{ type: 'image', image: {} }]), 'invalid_request', 'a Uint8Array'],
  [
    'a tool result without the id of its call',
    [{ model, messages: [{ role: 'tool', content: PROMPT }] }],
    'invalid_request',
    '"messages[0].toolCallId" must be the id of the corresponding tool call; received undefined.',
  ],
  [
    'a tool call without arguments',
    [{ model, messages: [...messages, { role: 'assistant', toolCalls: [call, { id: '2', name: 'f' }] }] }],
    'invalid_request',
    '"messages[1].toolCalls[1].arguments" must be a string; received undefined.',
  ],
  [
    'parsed arguments',
    [{ model, messages: [...messages, { role: 'assistant', toolCalls: [{ ...call, arguments: {} }] }] }],
    'invalid_request',
    '"messages[1].toolCalls[0].arguments" must be a string; received an object.',
  ],
];

export const FIELDS: readonly Case[] = [
  ['no model', [{ messages }], 'empty_model', 'has no default model'],
  ['an empty model', [{ messages, model: '' }], 'empty_model', 'LM_MODEL'],
  ['a blank model', [{ messages, model: ' \n' }], 'empty_model', 'has no default model'],
  ['a model of the wrong type', [{ messages, model: 5 }], 'invalid_request', '"model" must be a string; received'],
  [
    'an unknown key',
    chatOf({ maxTokens: 5 }),
    'invalid_request',
    'Unknown key "maxTokens". Did you mean "maxOutputTokens"?',
  ],
  ['a name of the wire format', chatOf({ top_p: 1 }), 'invalid_request', 'Did you mean "topP"?'],
  ['a misspelled key', chatOf({ temprature: 1 }), 'invalid_request', 'Did you mean "temperature"?'],
  [
    'an unknown key unlike any other',
    chatOf({ zzz: 1 }),
    'invalid_request',
    'Unknown key "zzz". Supported keys: temperature, ',
  ],
  ['NaN', chatOf({ temperature: Number.NaN }), 'invalid_request', 'a non-negative number; received NaN.'],
  ['Infinity', chatOf({ frequencyPenalty: Infinity }), 'invalid_request', 'a finite number; received Infinity.'],
  [
    'a number that is a string',
    chatOf({ temperature: '1' }),
    'invalid_request',
    'a non-negative number; received a string.',
  ],
  ['null as a setting', chatOf({ seed: null }), 'invalid_request', '"seed" must be an integer; received null.'],
  ['a fraction', chatOf({ topK: 1.5 }), 'invalid_request', '"topK" must be an integer; received 1.5.'],
  ['a maxOutputTokens of 0', chatOf({ maxOutputTokens: 0 }), 'invalid_request', 'a positive integer; received 0.'],
  [
    'an array of numbers',
    chatOf({ stop: [1] }),
    'invalid_request',
    '"stop" must be a string or an array of strings; received an array.',
  ],
  [
    'negative logprobs',
    chatOf({ logprobs: -1 }),
    'invalid_request',
    '"logprobs" must be a boolean or a non-negative integer; received -1.',
  ],
  [
    'an extra of the wrong type',
    chatOf({ extra: [] }),
    'invalid_request',
    '"extra" must be an object; received an array.',
  ],
  [
    'a string as a tool',
    chatOf({ tools: ['f'] }),
    'invalid_request',
    '"tools[0]" must be an object; received a string.',
  ],
  ['a tool without a name', chatOf({ tools: [{}] }), 'invalid_request', '"tools[0].name" is missing'],
  [
    'a tool in the format of OpenAI',
    chatOf({ tools: [{ type: 'function', function: { name: 'f' } }] }),
    'invalid_request',
    'Unknown key "tools[0].type". A tool has the form { name, description, parameters }.',
  ],
  ['"stream"', chatOf({ stream: true }), 'invalid_request', 'Unknown key "stream". To stream, call chatStream().'],
  ['a list as system', chatOf({ system: [PROMPT] }), 'invalid_request', '"system" must be a string'],
  ['instructions', chatOf({ instructions: PROMPT }), 'invalid_request', 'Use "system".'],
  ['an option', chatOf({ signal: PROMPT }), 'invalid_request', 'Options of a call are passed in the second argument.'],
  [
    'two tools with the same name',
    chatOf({ tools: [{ name: 'f' }, { name: 'f' }] }),
    'invalid_request',
    '"tools[1].name" must be unique; "f" is also the name of tools[0]. Rename one of them.',
  ],
  [
    'parameters of the wrong type',
    chatOf({ tools: [{ name: 'f', parameters: 'x' }] }),
    'invalid_request',
    '"tools[0].parameters" must be JSON Schema or a Standard Schema; received a string.',
  ],
  [
    'an unknown tool choice',
    chatOf({ toolChoice: 'any' }),
    'invalid_request',
    '"toolChoice" must be one of "auto", "none", "required" or { name: "..." }; received "any".',
  ],
  [
    'the choice of an unknown tool',
    chatOf({ tools: [{ name: 'f' }], toolChoice: { name: 'g' } }),
    'invalid_request',
    '"toolChoice.name" must be the name of a tool in "tools" ("f"); received "g".',
  ],
  [
    'the choice of a tool without tools',
    chatOf({ toolChoice: { name: 'f' } }),
    'invalid_request',
    '"toolChoice.name" must be the name of a tool in "tools", but the request has no tools; received "f".',
  ],
  [
    'an unknown key of the tool choice',
    chatOf({ tools: [{ name: 'f' }], toolChoice: { name: 'f', force: true } }),
    'invalid_request',
    'Unknown key "toolChoice.force"',
  ],
  ['parallelToolCalls: 1', chatOf({ parallelToolCalls: 1 }), 'invalid_request', '" must be a boolean'],
  ['parallel_tool_calls', chatOf({ parallel_tool_calls: true }), 'invalid_request', 'Use "parallelToolCalls".'],
  ['an unknown response format', chatOf({ responseFormat: { type: 'json' } }), 'invalid_request', '; received "json".'],
  ['a format without a type', chatOf({ responseFormat: {} }), 'invalid_request', '"responseFormat.type" is missing'],
  [
    'a response format without its schema',
    chatOf({ responseFormat: { type: 'json_schema' } }),
    'invalid_request',
    'schema" is missing',
  ],
  [
    'an unknown key of the response format',
    chatOf({ responseFormat: { type: 'text', x: 1 } }),
    'invalid_request',
    '"responseFormat.x"',
  ],
  [
    'an integration of an unknown type',
    chatOf({ integrations: [{ type: 'mcp' }] }),
    'invalid_request',
    '"integrations[0].type" must be one of "plugin", "ephemeral_mcp"; received "mcp".',
  ],
  [
    'an integration without a type',
    chatOf({ integrations: [{}] }),
    'invalid_request',
    '"integrations[0].type" must be one of "plugin", "ephemeral_mcp"; received undefined.',
  ],
  [
    'a plugin without an id',
    chatOf({ integrations: ['x', { type: 'plugin' }] }),
    'invalid_request',
    '"integrations[1].id" must be a non-empty string; received undefined.',
  ],
  [
    'a server without a URL',
    chatOf({ integrations: [{ type: 'ephemeral_mcp', serverLabel: 'x' }] }),
    'invalid_request',
    '"integrations[0].serverUrl" must be a non-empty string; received undefined.',
  ],
  [
    'an unknown key of an integration',
    chatOf({ integrations: [{ type: 'plugin', id: 'x', url: 'y' }] }),
    'invalid_request',
    'Unknown key "integrations[0].url"',
  ],
];
