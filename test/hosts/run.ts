/**
 * Runs the packed packages in every host: `npm run test:hosts`. Pass names to select hosts: `npm run test:hosts -- jest bun-esm`. Each host
 * is a file in hosts/. See README.md.
 */
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApplication } from './create-application.ts';
import type { Application, CheckResult, Host } from './host.ts';

const HOSTS = join(import.meta.dirname, 'hosts');

async function loadHosts(names: readonly string[]): Promise<Host[]> {
  const files = readdirSync(HOSTS).toSorted();
  const all = await Promise.all(files.map(async (file) => ((await import(join(HOSTS, file))) as { host: Host }).host));
  const known = all.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no host "${unknown}". Choose from ${known.join(', ')}.`);
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

async function runHost(host: Host, application: Application): Promise<readonly CheckResult[]> {
  try {
    return await host.run(application);
  } catch (error) {
    return [{ title: 'start of the host', error: String(error) }];
  }
}

/** @param since Start of the checks, as `performance.now()` returned it. */
function summarize(name: string, results: readonly CheckResult[], since: number): number {
  const failed = results.filter(({ error }) => error !== undefined).length;
  const seconds = Math.round((performance.now() - since) / 1000);
  console.log(`hosts: ${name} ${results.length - failed} passed, ${failed} failed, ${seconds} s`);
  return failed;
}

const hosts = await loadHosts(process.argv.slice(2));
// Resolves symbolic links, because Jest compares real paths.
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lmux-hosts-')));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const application = await createApplication(folder);
const all: CheckResult[] = [];
for (const host of hosts) {
  const start = performance.now();
  const results = await runHost(host, application);
  for (const { title, error } of results)
    if (error !== undefined) console.error(`\n${host.name}: ${title}\n${error}\n`);
  summarize(host.name, results, start);
  all.push(...results);
}
if (summarize('total', all, 0) > 0) process.exitCode = 1;
