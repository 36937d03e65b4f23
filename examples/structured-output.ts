// Shows a typed object that is printed while the model writes it, and validated at the end, with a Zod schema (or any Standard Schema with
// JSON Schema). LM_PROVIDER, LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
import { configFromEnv, createClient, isLmError } from '@lmux/core';
import { isObjectError, streamObject } from '@lmux/core/objects';
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
  const stream = streamObject(client, {
    schema: Recipe,
    messages: [{ role: 'user', content: process.argv[2] ?? 'A recipe for pancakes, please.' }],
    temperature: 0,
    maxOutputTokens: 400,
  });

  // Parts of the object, before they are validated.
  for await (const { title = '', minutes = '?', ingredients = [] } of stream.partials()) {
    console.log(`... ${title} (${minutes} minutes), ${ingredients.length} ingredients`);
  }

  const { object, warnings } = await stream.response();
  const { title, minutes, ingredients } = object;
  console.log(`${title} (${minutes} minutes)\n${ingredients.map((item) => `- ${item}`).join('\n')}`);
  for (const { code, message } of warnings) console.warn(`${code}: ${message}`);
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  if (isObjectError(error))
    for (const { path, message } of error.issues) console.error(`${path.join('.')}: ${message}`);
  process.exitCode = 1;
}
