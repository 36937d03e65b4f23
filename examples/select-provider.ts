// What to see: one program, its provider chosen by name from lmux.config.json: `node select-provider.ts compatible`. No provider is
// imported here: the file names the packages, and keys and addresses stay in the environment.
import { isLmError, loadClients } from '@lmux/core';

const [, , name] = process.argv;
try {
  await using clients = await loadClients({ path: new URL('lmux.config.json', import.meta.url) });
  console.log(`configured: ${clients.names.join(', ')}; default: ${clients.defaultName}`);
  const client = clients.get(name);
  const model = process.env['LM_MODEL'];
  const reply = await client.chat({
    ...(model ? { model } : {}),
    messages: [{ role: 'user', content: 'Say hello in one sentence.' }],
    maxOutputTokens: 60,
  });
  console.log(`${name ?? clients.defaultName} is provider ${client.provider}, route ${reply.route}: ${reply.text}`);
  console.log(`can load models: ${client.supports('models.load')}; can embed: ${client.supports('embedding')}`);
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
