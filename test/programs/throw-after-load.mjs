// Loads clients from a configuration file, then throws in a tick while the module is suspended.
import { loadClients } from '@lmux/core';

const clients = await loadClients({ path: new URL('lmux.config.json', import.meta.url) });
process.nextTick(() => {
  throw new Error('of the application');
});
await new Promise(() => {});
await clients.close();
