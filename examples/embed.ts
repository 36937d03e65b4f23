// Shows the embeddings of a batch of texts, ranked by similarity to a question. LM_PROVIDER, LM_BASE_URL, LM_API_KEY and
// LM_EMBED_MODEL choose the server and the model.
import { configFromEnv, cosineSimilarity, createClient, isLmError } from '@lmux/core';
import { plugins } from './plugins.ts';

const QUESTION = 'Which animal sleeps on the roof?';
const TEXTS = [
  'The cat sleeps on the warm roof.',
  'Stock prices fell sharply on Monday.',
  'Bread is baked in an oven.',
];

try {
  await using client = createClient({ plugins, config: configFromEnv() });
  const { embeddings, model, usage } = await client.embed({ input: [QUESTION, ...TEXTS] });
  const [question = [], ...vectors] = embeddings;
  console.log(
    `${vectors.length} texts embedded by ${model}, ${question.length} dimensions, ${usage?.inputTokens ?? 'unknown'} tokens`,
  );
  const ranked = vectors
    .map((vector, index) => ({ text: TEXTS[index], score: cosineSimilarity(question, vector) }))
    .toSorted((a, b) => b.score - a.score);
  for (const { text, score } of ranked) console.log(`${score.toFixed(3)}  ${text}`);
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
