import * as core from '@lmux/core';
import * as provider from '@lmux/provider-lmstudio';

const { checkLmux } = require('../check-lmux.cjs');

test('lmux works', async () => {
  const client: core.LmClient = core.createClient({
    plugins: [provider.lmstudio],
    config: { provider: 'lmstudio', model: 'm', baseUrl: 'http://127.0.0.1:1' },
  });
  await client.close();
  await checkLmux(core, provider);
});
