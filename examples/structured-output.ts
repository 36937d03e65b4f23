// Shows a response that matches a Zod schema (or any Standard Schema with JSON Schema), parsed and typed. LM_PROVIDER, LM_BASE_URL,
// LM_API_KEY and LM_MODEL choose the server and the model.
import { configFromEnv, createClient, isLmError } from '@lmux/core';
import { z } from 'zod';
import { plugins } from './plugins.ts';

// Strings and arrays have maximum lengths, since a small model that follows a schema may never close them.
const Recipe = z.object({
  title: z.string().max(24),
  minutes: z.int().min(1).max(240),
  ingredients: z.array(z.string().max(16)).max(3),
});

try {
  await using client = createClient({ plugins, config: configFromEnv() });
  const reply = await client.chat({
    messages: [{ role: 'user', content: process.argv[2] ?? 'A recipe for pancakes, please.' }],
    responseFormat: { type: 'json_schema', name: 'recipe', schema: Recipe },
    temperature: 0,
    maxOutputTokens: 400,
  });
  const { title, minutes, ingredients } = Recipe.parse(JSON.parse(reply.text));
  console.log(`${title} (${minutes} minutes)\n${ingredients.map((item) => `- ${item}`).join('\n')}`);
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
