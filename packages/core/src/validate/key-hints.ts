/** The advice for keys that lmux does not have but other libraries do, by key. */
export type KeyHints = { readonly [key: string]: string };

/** The options of a call that a configuration does not have. */
const ONLY_OF_CALLS = ['signal', 'abortSignal', 'collect', 'route', 'onProgress', 'intervalMs'];

const CALL_OPTIONS = [
  ...ONLY_OF_CALLS,
  'timeout',
  'timeouts',
  'headers',
  'retry',
  'maxRetries',
  'resume',
  'reasoningTags',
  'onUnsupported',
];

/** The advice for options of a call in a configuration. */
export const CONFIG_HINTS: KeyHints = Object.fromEntries(
  ONLY_OF_CALLS.map((key) => [key, 'It is an option of a call. Pass it in the second argument of the call.']),
);

const SHARED: KeyHints = {
  ...Object.fromEntries(CALL_OPTIONS.map((key) => [key, 'Options of a call are passed in the second argument.'])),
  max_completion_tokens: 'Use "maxOutputTokens".',
  num_predict: 'Use "maxOutputTokens".',
  stopSequences: 'Use "stop".',
  stop_sequences: 'Use "stop".',
  keep_alive: 'Use "ttlSeconds".',
  options: 'Pass fields of the server in "extra".',
  providerOptions: 'Pass fields of the server in "extra".',
};

export const CHAT_HINTS: KeyHints = {
  ...SHARED,
  stream: 'To stream, call chatStream().',
  prompt: 'Pass "messages", or a string instead of the request. To continue a text, call complete().',
  input: 'Pass "messages", or a string instead of the request.',
  instructions: 'Use "system".',
  system_prompt: 'Use "system".',
  systemPrompt: 'Use "system".',
  format: 'Use "responseFormat".',
  functions: 'Use "tools".',
  function_call: 'Use "toolChoice".',
  // https://platform.openai.com/docs/api-reference/chat/create
  parallel_tool_calls: 'Use "parallelToolCalls".',
  // https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use#parallel-tool-use
  disable_parallel_tool_use: 'Use "parallelToolCalls".',
  num_ctx: 'Use "contextLength".',
};

export const COMPLETION_HINTS: KeyHints = {
  ...SHARED,
  stream: 'To stream, call completeStream().',
  messages: 'Pass "prompt", or call chat().',
};

export const EMBEDDING_HINTS: KeyHints = {
  ...SHARED,
  text: 'Use "input".',
  texts: 'Use "input".',
  value: 'Use "input".',
  values: 'Use "input".',
  prompt: 'Use "input".',
};

const TOOL_FORM = 'A tool has the form { name, description, parameters }.';

export const TOOL_HINTS: KeyHints = {
  type: TOOL_FORM,
  function: TOOL_FORM,
  inputSchema: 'Use "parameters".',
  input_schema: 'Use "parameters".',
  execute: 'lmux does not call tools. Handle the tool calls of the response.',
};

/** The advice for types of message parts. */
export const PART_HINTS: KeyHints = {
  image_url: 'Use { type: "image", image: url }.',
  input_image: 'Use { type: "image", image: url }.',
  input_text: 'Use { type: "text", text }.',
};

const IMAGE_FORM = 'Use { type: "image", image }, with the bytes, a data: URL or an http(s): URL.';

/** The advice for keys of images that other libraries have. */
export const IMAGE_HINTS: KeyHints = {
  // https://modelcontextprotocol.io/specification/2025-06-18/server/tools#image-content
  data: 'Use { type: "image", image: `data:${mimeType};base64,${data}` }.',
  mimeType: 'Use "mediaType".',
  media_type: 'Use "mediaType".',
  // https://platform.claude.com/docs/en/build-with-claude/vision
  source: IMAGE_FORM,
  url: IMAGE_FORM,
  image_url: IMAGE_FORM,
};

/** The advice for roles of messages. */
export const ROLE_HINTS: KeyHints = {
  developer: 'Use "system".',
  function: 'Use "tool".',
};
