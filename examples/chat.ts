// Shows a complete response, its finish reason and its token counts. LM_PROVIDER, LM_BASE_URL, LM_API_KEY and LM_MODEL choose the
// server and the model: LM Studio, OpenAI, or any compatible server, without a change to this file.
import { configFromEnv, createClient, isLmError } from '@lmux/core';
import { plugins } from './plugins.ts';

try {
  await using client = createClient({ plugins, config: configFromEnv() });
  const reply = await client.chat({
    system: 'You answer in one short sentence.',
    messages: [{ role: 'user', content: process.argv[2] ?? 'What is the capital of France?' }],
    maxOutputTokens: 200,
  });
  console.log(reply.text);
  const { inputTokens = '?', outputTokens = '?' } = reply.usage ?? {};
  console.log(
    `(${reply.model}, route ${reply.route}: ${inputTokens} tokens in, ${outputTokens} out, ${reply.finishReason.unified})`,
  );
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
