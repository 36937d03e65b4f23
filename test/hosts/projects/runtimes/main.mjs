import * as core from '@lmux/core';
import * as provider from '@lmux/provider-lmstudio';
import lmux from './check-lmux.cjs';

// From lmux.config.json, with a plugin by its name.
const clients = await core.loadClients();
const { text } = await clients.default.chat('Hello');
if (!text.includes('Hello')) throw new Error('The emulator must repeat the question.');
await clients.close();

await lmux.checkLmux(core, provider);
