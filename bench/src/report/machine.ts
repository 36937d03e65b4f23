import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** The machine, date and versions of a measurement. */
export interface Machine {
  readonly date: string;
  readonly node: string;
  readonly cpus: string;
  /** Versions of the peers and of undici. */
  readonly versions: Readonly<Record<string, string>>;
}

const BENCH = join(import.meta.dirname, '../..');

function versionOf(name: string, folder: string): string {
  const path = join(folder, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

export function describeMachine(): Machine {
  const [cpu] = cpus();
  const { dependencies } = createRequire(import.meta.url)('../../package.json') as {
    dependencies: Record<string, string>;
  };
  const peers = Object.keys(dependencies).filter((name) => name !== 'tinybench');
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    cpus: `${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}`,
    versions: {
      ...Object.fromEntries(peers.map((name) => [name, versionOf(name, BENCH)])),
      undici: versionOf('undici', join(BENCH, '..')),
    },
  };
}
