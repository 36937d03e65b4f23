// Shows how a model answers a question from documents: they are embedded, and those most similar to the question are sent with it. LM_PROVIDER, LM_BASE_URL, LM_API_KEY, LM_MODEL and LM_EMBED_MODEL choose the server and the models.
import { configFromEnv, cosineSimilarity, createClient, isLmError } from '@lmux/core';
import { plugins } from './plugins.ts';

const DOCUMENTS = [
  'The lamp has a warranty of three years.',
  'The lamp consumes 7 watts at full brightness.',
  'The chair is available in oak and in beech.',
  'Orders above 50 euros are delivered for free.',
];
const QUESTION = process.argv[2] ?? 'How many years of warranty does the lamp have?';

try {
  await using client = createClient({ plugins, config: configFromEnv() });
  const { embeddings } = await client.embed({ input: [QUESTION, ...DOCUMENTS] });
  const [question = [], ...vectors] = embeddings;
  const found = vectors
    .map((vector, index) => ({ text: DOCUMENTS[index], score: cosineSimilarity(question, vector) }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 2);
  for (const { text, score } of found) console.log(`${score.toFixed(3)}  ${text}`);
  const sources = found.map(({ text }) => `- ${text}`).join('\n');
  const stream = client.chatStream({
    system: `Use only these sources:\n${sources}`,
    messages: [{ role: 'user', content: QUESTION }],
  });
  for await (const text of stream.text()) process.stdout.write(text);
  console.log();
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
