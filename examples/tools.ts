// Shows a tool loop: the model calls tools, the program runs them, and the model replies with their results. LM_PROVIDER,
// LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
import { configFromEnv, createClient, isLmError, toolMessage, type Message, type ToolCall } from '@lmux/core';
import { z } from 'zod';
import { plugins } from './plugins.ts';

const Input = z.object({ city: z.string() });
const tools = [
  { name: 'get_weather', description: 'The weather of a city now', parameters: Input },
  { name: 'get_time', description: 'The local time of a city now', parameters: Input },
];
const functions = new Map<string, (input: z.infer<typeof Input>) => unknown>([
  ['get_weather', ({ city }) => ({ city, celsius: 21, sky: 'clear' })],
  ['get_time', ({ city }) => ({ city, time: '14:05' })],
]);

/** Runs a call. Resolves with an error instead of throwing it, so that it is sent to the model, which may then correct its call. */
async function run({ name, input, parseError }: ToolCall): Promise<unknown> {
  if (parseError !== undefined) return parseError;
  const tool = functions.get(name);
  if (tool === undefined) return new Error(`There is no tool "${name}".`);
  try {
    return await tool(Input.parse(input));
  } catch (error) {
    return error;
  }
}

const messages: Message[] = [
  { role: 'user', content: process.argv[2] ?? 'What are the weather and the time in Paris?' },
];
try {
  await using client = createClient({ plugins, config: configFromEnv() });
  // A fixed number of rounds, since a model may call tools forever.
  for (let round = 0; round < 5; round += 1) {
    const { text, message, toolCalls } = await client.chat({ messages, tools, temperature: 0, maxOutputTokens: 300 });
    messages.push(message);
    if (text !== '') console.log(text);
    if (toolCalls.length === 0) break;
    for (const call of toolCalls) {
      const result = toolMessage(call, await run(call));
      console.log(`[${call.name}(${call.arguments}): ${JSON.stringify(result.content)}]`);
      messages.push(result);
    }
  }
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
