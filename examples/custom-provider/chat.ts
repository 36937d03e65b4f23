// Shows a provider that is found by its name in lmux.config.json and not imported. ACME_URL is the URL of the server.
import { loadClients } from '@lmux/core';

await using clients = await loadClients({ path: new URL('lmux.config.json', import.meta.url) });
const stream = clients.default.chatStream('Say hello.');
for await (const text of stream.text()) process.stdout.write(text);
