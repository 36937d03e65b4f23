/** Text of which a hostile server may send any amount in place of a stream. */
export const FLOODS: readonly (readonly [what: string, unit: string])[] = [
  ['ideographic spaces', '\u3000'],
  ['spaces', ' '],
  ['line feeds', '\n'],
  ['carriage returns', '\r'],
  ['both', '\r\n'],
  ['lines of spaces', ' \n'],
  ['lines that are not fields', 'xy\n'],
  ['lines that begin like a field', 'database\n'],
  ['lines that end with a carriage return and are not fields', 'xy\r'],
  ['invalid retry fields', 'retry: x\n'],
  ['fields without a value', 'data\n'],
  ['empty fields', 'data:\n'],
  ['ids', 'id: 1\n'],
  ['names', 'event: x\n'],
  ['byte order marks', '\uFEFF'],
  ['lines with a byte order mark', '\uFEFFdata: x\n'],
  ['comments', ': x\n'],
  ['letters', 'ö'],
  ['opening brackets', '['],
  ['opening braces', '{"a":'],
  ['titles that are not closed', '<title'],
  ['tags', '<html>\n'],
  ['errors without a colon', 'error '],
  ['events that are not JSON', 'data: x\n\n'],
  ['empty objects', 'data: {}\n\n'],
  ['empty lines of JSON', '{}\n'],
  ['whitespace of two bytes', '\u00A0'],
  ['half of a character', '\u00C3'],
];

/** Texts that expressions for messages may search again and again. */
export const ERROR_TEXTS: readonly string[] = [
  ' ',
  'a',
  '1',
  '1.',
  '*',
  '{',
  '[',
  '\\',
  '%C3',
  '&#1',
  '\\u00e4',
  '<title',
  '{"message":',
  'retry in 1',
  'try again in ',
  'model ',
  'response ',
  'previous response ',
  'job ',
  'context ',
  'sk-',
  'Bearer ',
  'eyJ',
  'http://a:',
  '?key',
  'a*',
  '***** ',
  '\u3000',
  '\n',
];

/** One kind of event of which a server may send any number. */
interface EventRow {
  readonly what: string;
  /** Returns the event at a position of a stream with so many events. */
  readonly event: (index: number, size: number) => unknown;
  /** Number of events. */
  readonly count?: number;
}

const choice = (delta: object, rest: object = {}): object => ({ id: 'x', choices: [{ index: 0, delta, ...rest }] });
const call = (args: unknown, more: object = {}, index: unknown = 0): object =>
  choice({ tool_calls: [{ index, ...more, function: { name: index === 0 ? undefined : 'f', arguments: args } }] });
const named = (index: number, size: number, args: string): object =>
  choice({
    tool_calls: [{ index: 0, id: 'a', function: index === 0 ? { name: 'f', arguments: '{}' } : { arguments: args } }],
    size,
  });

const OPENAI: readonly EventRow[] = [
  { what: 'choices', event: (index) => ({ id: 'x', choices: [{ index, delta: { content: 'a' } }] }) },
  { what: 'tool calls', event: (index) => call('{"a":1}', { id: `c${index}` }, index) },
  { what: 'pieces of arguments', event: (index, size) => named(index, size, '1') },
  { what: 'placeholders of arguments', event: (index, size) => named(index, size, '{}') },
  { what: 'spaces after a placeholder', event: (index, size) => named(index, size, ' ') },
  { what: 'arguments of calls without a name', event: () => call('{"a":') },
  { what: 'repeated calls', event: () => call('{"a":1}', { id: 'a', type: 'function' }, 1) },
  { what: 'pieces of a name', event: () => choice({ tool_calls: [{ index: 0, function: { name: 'f' } }] }) },
  { what: 'states of a call', event: (index) => call('1', { [`key${index}`]: index }) },
  {
    what: 'fields of an executed tool',
    event: (index) => choice({ executed_tools: [{ index: 0, [`key${index}`]: 1 }] }),
  },
  { what: 'executed tools', event: (index) => choice({ executed_tools: [{ index, output: 'a' }] }) },
  { what: 'fields of audio', event: (index) => choice({ audio: { [`key${index}`]: 1 } }) },
  { what: 'pieces of audio', event: () => choice({ audio: { data: 'AAAA', transcript: 'a' } }) },
  { what: 'images', event: (index) => choice({ images: [{ image_url: { url: `data:${index}` } }] }) },
  { what: 'citations', event: (index) => ({ id: 'x', choices: [], citations: [`https://example.com/${index}`] }) },
  { what: 'parts of unknown types', event: () => choice({ content: [{ type: 'reference', reference_ids: [1] }] }) },
  {
    what: 'signed pieces of reasoning',
    event: () => choice({ reasoning_details: [{ type: 'a', index: 0, text: 'a', signature: 's' }] }),
  },
  { what: 'blocks of reasoning', event: (index) => choice({ reasoning_details: [{ type: 'a', index, text: 'a' }] }) },
  { what: 'kinds of state', event: (index) => choice({ extra_content: { [`key${index}`]: { a: 1 } } }) },
  { what: 'unknown fields', event: (index) => ({ ...choice({ content: 'a' }), [`key${index}`]: index }) },
  { what: 'unknown fields of a delta', event: (index) => choice({ content: 'a', [`key${index}`]: index }) },
  {
    what: 'log probabilities',
    event: () => choice({ content: 'a' }, { logprobs: { content: [{ token: 'a', logprob: -1 }] } }),
  },
  { what: 'finish reasons', event: () => choice({ content: 'a' }, { finish_reason: 'stop' }) },
  {
    what: 'pieces of refusals and reasoning',
    event: (index) => choice({ [index % 2 ? 'refusal' : 'reasoning']: 'a' }),
  },
  { what: 'models', event: (index) => ({ ...choice({ content: 'a' }), model: `m${index}` }) },
  { what: 'usages', event: (index) => ({ ...choice({ content: 'a' }), usage: { prompt_tokens: index } }) },
];

const LINE = { model: 'm', created_at: '2026-01-01T00:00:00Z', done: false };
const line = (message: object): object => ({ ...LINE, message: { role: 'assistant', ...message } });

const OLLAMA: readonly EventRow[] = [
  { what: 'images', event: () => line({ content: '', images: ['AAAA'] }) },
  {
    what: 'tool calls',
    event: () => line({ content: '', tool_calls: [{ function: { name: 'f', arguments: { a: 1 } } }] }),
  },
  { what: 'pieces of both kinds', event: (index) => line({ content: index % 2 ? 'a' : '', thinking: 'b' }) },
  { what: 'log probabilities', event: () => ({ ...line({ content: 'a' }), logprobs: [{ token: 'a', logprob: -1 }] }) },
  { what: 'unknown fields', event: (index) => ({ ...line({ content: 'a' }), [`key${index}`]: index }) },
];

const LM_STUDIO: readonly EventRow[] = [
  {
    what: 'results of tools',
    event: () => ({ type: 'tool_call.success', tool: 'f', arguments: { a: 1 }, output: 'a' }),
  },
  { what: 'failures of tools', event: () => ({ type: 'tool_call.failure', reason: 'a' }) },
  { what: 'unknown events', event: (index) => ({ type: `new.${index}` }) },
  {
    what: 'reports of progress',
    event: (index, size) => ({ type: 'prompt_processing.progress', progress: index / size }),
  },
  {
    what: 'pieces of text and reasoning',
    event: (index) => ({ type: index % 2 ? 'message.delta' : 'reasoning.delta', content: 'a' }),
  },
];

/** Events by the name of their dialect. */
export const EVENTS: readonly { readonly name: string; readonly rows: readonly EventRow[] }[] = [
  { name: 'openai', rows: OPENAI },
  { name: 'ollama native', rows: OLLAMA },
  { name: 'lmstudio native', rows: LM_STUDIO },
];
