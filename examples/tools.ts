// Shows a tool loop: the model calls tools, the program runs them, and the model replies with their results. LM_PROVIDER,
// LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
import { configFromEnv, createClient, isLmError, toolMessage, type Message, type ToolDefinition } from '@lmux/core';
import { plugins } from './plugins.ts';

const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const tools: ToolDefinition[] = [
  { name: 'get_weather', description: 'The weather of a city now', parameters: city },
  { name: 'get_time', description: 'The local time of a city now', parameters: city },
];
const functions: Record<string, (input: unknown) => unknown> = {
  get_weather: () => ({ celsius: 21, sky: 'clear' }),
  get_time: () => ({ time: '14:05' }),
};

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
      // Errors are sent to the model, which may then correct its call.
      const result = call.parseError ?? functions[call.name]?.(call.input) ?? 'no such tool';
      console.log(`[${call.name}(${call.arguments}): ${JSON.stringify(result)}]`);
      messages.push(toolMessage(call, result));
    }
  }
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
