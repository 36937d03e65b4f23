// Loads core twice in one process. The CommonJS build creates the client, and the ESM build checks its errors.
import { createRequire } from 'node:module';
import * as esm from '@lmux/core';
import { openai } from '@lmux/provider-openai';

const cjs = createRequire(import.meta.url)('@lmux/core');
const client = cjs.createClient({
  plugins: [openai],
  config: { provider: 'openai', baseUrl: process.argv[2], model: 'nope' },
});
const errors = [];
for (const call of [
  () => client.chat({ messages: [] }),
  () => client.models.load({ model: 'nope' }),
  () => client.embed({ model: 'qwen/qwen3-4b-2507', input: 'a chat model cannot embed' }),
]) {
  await call().catch((error) => errors.push(error));
}
await client.close();
console.log(
  JSON.stringify({
    sameClass: cjs.LmError === esm.LmError,
    instances: errors.map((error) => error instanceof esm.LmError),
    codes: errors.map((error) => (esm.isLmError(error) ? error.code : 'not recognized')),
    api: errors.map((error) => esm.isApiError(error)),
    capability: errors.map((error) => esm.isCapabilityError(error)),
    sameToken: cjs.TRANSPORT === esm.TRANSPORT,
  }),
);
