// Shows a tool loop: the model calls tools, the program runs them, and the model replies with their results. LM_PROVIDER,
// LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
import { configFromEnv, createClient, isLmError } from '@lmux/core';
import { runTools, tool } from '@lmux/tools';
import { z } from 'zod';
import { plugins } from './plugins.ts';

const parameters = z.object({ city: z.string() });
const tools = [
  tool({
    name: 'get_weather',
    description: 'The weather of a city now',
    parameters,
    run: ({ city }) => ({ city, celsius: 21, sky: 'clear' }),
  }),
  tool({
    name: 'get_time',
    description: 'The local time of a city now',
    parameters,
    run: ({ city }) => ({ city, time: '14:05' }),
  }),
];

const content = process.argv[2] ?? 'What are the weather and the time in Paris?';
try {
  await using client = createClient({ plugins, config: configFromEnv() });
  const request = { tools, messages: [{ role: 'user', content }], temperature: 0, maxOutputTokens: 300 } as const;
  for await (const event of runTools(client, request)) {
    if (event.type === 'text-delta') process.stdout.write(event.text);
    if (event.type === 'tool-run-end') {
      const { name, arguments: input } = event.toolCall;
      console.log(`[${name}(${input}): ${event.error ?? JSON.stringify(event.result)}]`);
    }
  }
  console.log();
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
