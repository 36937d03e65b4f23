import type { ChatRequest, Message, ToolDefinition } from '@lmux/core';

/** Returns a number from 0 to 1. */
type Random = () => number;

/** Creates a generator of numbers that depend only on the seed. */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
}

// cspell:disable
/** Texts that tokenizers treat differently, and the special tokens of the test models. */
const PIECES = [
  'The quick brown fox jumps over the lazy dog. ',
  'const sum = (a: number, b: number): number => a + b;\n',
  '{"name": "Ada", "born": 1815, "tags": ["math", null, true]}',
  '1234567890 3.14159 -42 0x1F ',
  '東京の天気はどうですか。',
  '北京今天很热。',
  'Привет, как дела? ',
  'مرحبا بالعالم ',
  'नमस्ते दुनिया ',
  '👩‍👩‍👧‍👦🏳️‍🌈👍🏽 ',
  'e\u0301 Å ﬁ \u200D\u200B\uFEFF',
  '𝒳𝔘 𓀀 ',
  '   \t\n\n  ',
  '<|im_start|>user\n<|im_end|>',
  '<think>maybe</think>',
  String.raw`\u00e9 \n \\ "quoted" 'single' `,
  '"""`${x}`"""',
];
// cspell:enable

function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

function randomText(random: Random, max = 3): string {
  const count = 1 + Math.floor(random() * max);
  return Array.from({ length: count }, () => pick(random, PIECES as unknown as [string, ...string[]])).join('');
}

function randomTools(random: Random): ToolDefinition[] {
  return Array.from({ length: 1 + Math.floor(random() * 3) }, (_, index) => ({
    name: `tool_${index}`,
    description: randomText(random, 3),
    parameters: {
      type: 'object',
      properties: {
        city: { type: 'string', description: randomText(random, 2) },
        unit: { enum: ['°C', '°F', '开'] },
        days: { type: 'array', items: { type: 'integer', minimum: 1 } },
      },
      required: ['city'],
    },
  }));
}

/** Creates the messages of one turn: a question and its reply, with a tool call and its result if there are tools. */
function randomTurn(random: Random, index: number, tools: readonly ToolDefinition[]): Message[] {
  const question: Message =
    random() < 0.2
      ? { role: 'user', content: [randomText(random), randomText(random)].map((text) => ({ type: 'text', text })) }
      : { role: 'user', content: randomText(random) };
  const [tool] = tools;
  if (tool === undefined || random() < 0.5) return [question, { role: 'assistant', content: randomText(random) }];
  const id = `call_${index}`;
  const call = { id, name: tool.name, arguments: JSON.stringify({ city: randomText(random, 1) }) };
  return [
    question,
    { role: 'assistant', content: random() < 0.5 ? randomText(random, 1) : '', toolCalls: [call] },
    { role: 'tool', toolCallId: id, content: randomText(random, 2) },
    {
      role: 'assistant',
      content: randomText(random, 2),
      reasoning: random() < 0.3 ? randomText(random, 1) : undefined,
    },
  ];
}

const FORMATS: readonly ChatRequest['responseFormat'][] = [
  { type: 'json_object' },
  { type: 'json_schema', schema: { type: 'object', properties: { 名前: { type: 'string', maxLength: 5 } } } },
  { type: 'text' },
];

/** A chat without a model. */
export type RandomChat = Omit<ChatRequest, 'model'>;

/** Creates a chat of one to four turns with texts of many languages and, in about half of the cases, tools. */
export function randomChat(random: Random): RandomChat {
  const tools = random() < 0.5 ? randomTools(random) : [];
  const turns = Array.from({ length: Math.floor(random() * 4) }, (_, index) => randomTurn(random, index, tools));
  const system: Message[] = random() < 0.5 ? [{ role: 'system', content: randomText(random) }] : [];
  const format = tools.length === 0 && random() < 0.3 ? FORMATS[Math.floor(random() * FORMATS.length)] : undefined;
  return {
    messages: [...system, ...turns.flat(), { role: 'user', content: randomText(random, 4) }],
    ...(tools.length > 0 && { tools }),
    ...(tools.length > 0 && random() < 0.4 && { toolChoice: random() < 0.5 ? 'auto' : 'none' }),
    ...(format !== undefined && { responseFormat: format }),
    ...(random() < 0.3 && { reasoning: random() < 0.5 ? 'off' : 'low' }),
    ...(random() < 0.2 && { extra: { chat_template_kwargs: { custom: randomText(random, 1) } } }),
  };
}
