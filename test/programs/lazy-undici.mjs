// Which of our dependencies importing and composing loads, and which the first request.
import { createRequire } from 'node:module';
import { createClient } from '@lmux/core';
import { openai } from '@lmux/provider-openai';

const { cache } = createRequire(import.meta.url);
const loaded = () => Object.keys(cache).some((file) => file.includes('/node_modules/undici/'));
const client = createClient({ plugins: [openai], config: { provider: 'openai', baseUrl: process.argv[2] } });
const before = loaded();
await client.models.list();
console.log(JSON.stringify({ before, after: loaded() }));
// Not closed on purpose: idle connections must not keep the process alive.
