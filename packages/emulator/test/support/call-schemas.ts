import type { Schema } from './schema-shapes.js';

const object = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const text = { type: 'string' };

/** The arguments of each tool. */
export const TOOLS: Readonly<Record<string, Schema>> = {
  get_weather: object({ city: text, unit: { enum: ['celsius', 'fahrenheit'] } }),
  get_time: object({ zone: text }),
  'math.add': object({ a: { type: 'number' }, b: { type: 'number' } }),
  'say "hi"': object({ to: { anyOf: [text, { type: 'null' }] } }),
};

/** Schemas of a tool call or a reply, as a client sends them that emulates tools. */
export const BRANCHES: readonly Schema[] = [
  ...Object.entries(TOOLS).map(([tool, input]) => object({ tool: { const: tool }, arguments: input })),
  object({ reply: text }),
];

/** The schema of one tool call or a reply. */
export const NEXT: Schema = object({ next: { anyOf: BRANCHES } });

/** The schema of several tool calls or a reply. */
export const CALLS: Schema = object({ calls: { type: 'array', minItems: 1, maxItems: 8, items: { anyOf: BRANCHES } } });

/** The tools in OpenAI's format. */
export const OPENAI_TOOLS: readonly object[] = Object.entries(TOOLS).map(([name, parameters]) => ({
  type: 'function',
  function: { name, parameters },
}));

/** Prompts with the tools that they mention. */
export const PROMPTS: readonly (readonly [prompt: string, ...tools: string[]])[] = [
  ['What is the weather in Paris, in fahrenheit?', 'get_weather'],
  ['Tell me the time in Rome and the weather in Oslo', 'get_weather', 'get_time'],
  ['Use math.add for 2 and 3', 'math.add'],
  ['Please say "hi" to Ada', 'say "hi"'],
  ['Hello there'],
];

/** A tool call or a reply in a response. */
export interface NextWire {
  readonly tool?: string | undefined;
  readonly arguments?: unknown;
  readonly reply?: string;
}
