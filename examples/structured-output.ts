// Shows a typed object that is rendered while it arrives, and validated at the end. Any Standard Schema with JSON Schema works. LM_PROVIDER,
// LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
import { configFromEnv, createClient, isLmError } from '@lmux/core';
import { streamObject } from '@lmux/core/objects';
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
  const messages = [{ role: 'user', content: process.argv[2] ?? 'A recipe for pancakes, please.' }] as const;
  const stream = streamObject(client, { schema: Recipe, messages, temperature: 0, maxOutputTokens: 400 });
  for await (const { title = '' } of stream.partials()) process.stdout.write(`\r${title}`);
  const { minutes, ingredients } = await stream.object();
  console.log(` (${minutes} minutes)\n${ingredients.map((item) => `- ${item}`).join('\n')}`);
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
