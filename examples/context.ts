// Shows a long chat. Before each question, it prints how many tokens the prompt has and how many are left. The oldest turns are left out when
// the context of the model is full. LM_PROVIDER, LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
import { configFromEnv, countTokens, createClient, isLmError, type Message } from '@lmux/core';
import { plugins } from './plugins.ts';

const TOPICS = ['the sea', 'mountains', 'rain', 'forests', 'deserts', 'rivers', 'snow', 'islands', 'storms', 'caves'];

try {
  await using client = createClient({ plugins, config: { contextOverflow: 'trim', ...configFromEnv() } });
  const messages: Message[] = [{ role: 'system', content: 'Answer in two sentences.' }];
  for (let turn = 0; turn < 30; turn += 1) {
    messages.push({ role: 'user', content: `Tell me something about ${TOPICS[turn % TOPICS.length]}.` });
    const request = { messages, maxOutputTokens: 80 };
    const { inputTokens, exact, bound = 0, remaining } = await countTokens(client, request);
    const tokens = exact ? `${inputTokens}` : `${inputTokens} ± ${bound}`;
    const { message, usage, warnings } = await client.chat(request);
    messages.push(message);
    console.log(
      `turn ${turn + 1}: ${tokens} tokens, ${remaining ?? 'an unknown number'} left, ${usage?.inputTokens} sent`,
    );
    for (const warning of warnings) console.log(`  ${warning.code}: ${warning.message}`);
  }
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
