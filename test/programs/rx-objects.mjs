// Requests an object with both builds of @lmux/rx. Each loads its build of @lmux/core/objects by itself.
import { createRequire } from 'node:module';
import * as esm from '@lmux/core';
import * as esmRx from '@lmux/rx';
import { lmstudio } from '@lmux/provider-lmstudio';

const require = createRequire(import.meta.url);
const builds = { esm: [esm, esmRx], cjs: [require('@lmux/core'), require('@lmux/rx')] };
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const validate = (value) => ({ value });
const objects = [];
for (const [core, { rx }] of Object.values(builds)) {
  const config = { provider: 'lmstudio', baseUrl: process.argv[2], model: 'qwen/qwen3-4b-2507' };
  const client = core.createClient({ plugins: [lmstudio], config });
  const messages = [{ role: 'user', content: 'The city of Rome.' }];
  let last;
  await new Promise((resolve, reject) => {
    const observer = { next: (value) => (last = value), error: reject, complete: resolve };
    rx(client).object({ schema, validate, messages }).subscribe(observer);
  });
  objects.push(typeof last.city === 'string');
  await client.close();
}
console.log(JSON.stringify({ builds: Object.keys(builds), objects }));
