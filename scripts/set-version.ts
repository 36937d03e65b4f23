/** Writes the version of @lmux/core into its source, which sends it as `user-agent`. Part of `npm run release:version`. */
import { readFileSync, writeFileSync } from 'node:fs';

const CORE = new URL('../packages/core/', import.meta.url);
const SOURCE = new URL('src/transport/user-agent.ts', CORE);

const { version } = JSON.parse(readFileSync(new URL('package.json', CORE), 'utf8')) as { version: string };
const before = readFileSync(SOURCE, 'utf8');
const after = before.replace(/VERSION = '[^']*'/, `VERSION = '${version}'`);
if (!after.includes(`VERSION = '${version}'`)) throw new Error('user-agent.ts has no line with VERSION.');
writeFileSync(SOURCE, after);
