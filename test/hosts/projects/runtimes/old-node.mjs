// Node 20 can load the packages, but not undici.
import * as core from '@lmux/core';
import * as provider from '@lmux/provider-lmstudio';
import lmux from './check-lmux.cjs';

const config = { provider: 'lmstudio', model: 'm', baseUrl: process.env.LM_BASE_URL };
const client = core.createClient({ plugins: [provider.lmstudio], config });
const messages = [{ role: 'user', content: 'Why is the sky blue?' }];

// Aborted while undici is being loaded. A rejection that nobody handles ends the process.
const controller = new AbortController();
const aborted = client.chat({ messages }, { signal: controller.signal }).catch((error) => error);
setImmediate(() => controller.abort());
if ((await aborted).code !== 'aborted') throw new Error('The call must be aborted.', { cause: await aborted });

const error = await client.chat({ messages }).catch((caught) => caught);
if (
  !core.isLmError(error, 'config_invalid') ||
  !error.message.includes(`on Node ${process.versions.node}. It requires`)
)
  throw new Error('The error must name the version of Node.', { cause: error });
await client.close();

await lmux.checkLmux(
  { ...core, createClient: (options) => core.createClient({ ...options, transport: new core.FetchTransport() }) },
  provider,
);
