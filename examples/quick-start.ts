// Shows a streamed reply. LM_PROVIDER, LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
import { configFromEnv, createClient } from '@lmux/core';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';

const client = createClient({ plugins: [lmstudio, llamacpp, ollama, openai], config: configFromEnv() });
const stream = client.chatStream('Why is the sky blue?');
for await (const text of stream.text()) process.stdout.write(text);
await client.close();
