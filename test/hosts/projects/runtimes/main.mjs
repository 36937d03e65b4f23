import * as core from '@lmux/core';
import * as provider from '@lmux/provider-lmstudio';
import lmux from './check-lmux.cjs';

// The configuration file and the packages that it lists require access to files.
const clients = await core.loadClients({ path: new URL('lmux.config.json', import.meta.url) });
const { text } = await clients.default.chat({ messages: [{ role: 'user', content: 'Why is the sky blue?' }] });
if (!text.includes('sky')) throw new Error('The emulator must repeat the question.');
await clients.close();

await lmux.checkLmux(core, provider);
