// Checks that importing lmux and creating a client do not load undici, and that the first request does.
import { createRequire } from 'node:module';
import { createClient } from '@lmux/core';
import { openai } from '@lmux/provider-openai';

const { cache } = createRequire(import.meta.url);
const loaded = () => Object.keys(cache).some((file) => file.includes('/node_modules/undici/'));
const client = createClient({ plugins: [openai], config: { provider: 'openai', baseUrl: process.argv[2] } });
const before = loaded();
await client.models.list();
console.log(JSON.stringify({ before, after: loaded() }));
// Deliberately not closed, because idle connections must not keep the process alive.
