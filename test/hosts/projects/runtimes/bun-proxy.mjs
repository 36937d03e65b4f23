// The proxies of the configuration and of the environment, which Bun reads on its own too.
import { createServer } from 'node:http';
import * as core from '@lmux/core';
import * as provider from '@lmux/provider-lmstudio';
import lmux from './check-lmux.cjs';

const proxied = [];
const proxy = createServer((request, response) => {
  proxied.push(request.url);
  request.resume();
  request.once('end', () => response.writeHead(502).end());
});
await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${proxy.address().port}`;

/** Returns the number of requests that the proxy received for a chat of a client with this setting. */
async function requestsWith(setting) {
  proxied.length = 0;
  const config = { provider: 'lmstudio', model: 'm', baseUrl: process.env.LM_BASE_URL, proxy: setting, retry: false };
  const client = core.createClient({ plugins: [provider.lmstudio], config });
  await client.chat({ messages: [{ role: 'user', content: 'Why is the sky blue?' }] }).catch(() => {});
  await client.close();
  return proxied.length;
}

process.env.http_proxy = url;
for (const [setting, noProxy, expected] of [
  [undefined, '', 0],
  [url, '', 1],
  [{ url }, '127.0.0.1', 1],
  [{ fromEnv: true }, '', 1],
  [{ fromEnv: true }, '127.0.0.1', 0],
]) {
  process.env.no_proxy = noProxy;
  const received = await requestsWith(setting);
  if (received > 0 !== expected > 0)
    throw new Error(
      `With proxy ${JSON.stringify(setting)} and NO_PROXY "${noProxy}", the proxy received ${received} requests.`,
    );
}
proxy.close();

// With the proxy of the environment still set, which a client without "proxy" must not use.
await lmux.checkLmux(core, provider);
