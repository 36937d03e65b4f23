// What to see: a reply as it is written. LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
import { configFromEnv, createClient } from '@lmux/core';
import { openai } from '@lmux/provider-openai';

const client = createClient({ plugins: [openai], config: { ...configFromEnv(), provider: 'openai' } });
const stream = client.chatStream({ messages: [{ role: 'user', content: 'Why is the sky blue?' }] });
for await (const text of stream.text()) process.stdout.write(text);
await client.close();
