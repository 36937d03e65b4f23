// Throws an uncaught exception after it has loaded clients. Node must report it, and exit with code 1.
import { loadClients } from '@lmux/core';

// Loaded before, so that loading it again takes no time.
await import('@lmux/provider-openai');
await loadClients({ path: process.argv[2] });
process.nextTick(() => {
  throw new Error('of the application');
});
await new Promise(() => {});
