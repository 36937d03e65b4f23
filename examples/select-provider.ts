// Shows a provider chosen by its name in lmux.config.json: `node select-provider.ts compatible`. No provider is imported here,
// since the file names the packages. Keys and addresses come from the environment.
import { isLmError, loadClients } from '@lmux/core';

const [, , name] = process.argv;
// LM Studio's default address. The file requires the variable.
process.env['LM_BASE_URL'] ||= 'http://localhost:1234';
try {
  await using clients = await loadClients({ path: new URL('lmux.config.json', import.meta.url) });
  console.log(`configured: ${clients.names.join(', ')}; default: ${clients.defaultName}`);
  const client = clients.get(name);
  const model = process.env['LM_MODEL'];
  const messages = [{ role: 'user', content: 'Say hello in one sentence.' }] as const;
  const reply = await client.chat({ model, messages, maxOutputTokens: 60 });
  console.log(`${name ?? clients.defaultName} is provider ${client.provider}, route ${reply.route}: ${reply.text}`);
  console.log(
    `supports loading models: ${client.supports('models.load')}; supports embeddings: ${client.supports('embedding')}`,
  );
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
