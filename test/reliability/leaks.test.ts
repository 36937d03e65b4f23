import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface Report {
  readonly streams: number;
  readonly endedMidway: number;
  readonly exits: Readonly<Record<string, number>>;
  readonly openSockets: number;
  readonly listenersOnSharedSignal: number;
  readonly unhandledRejections: number;
}

const SOAK = fileURLToPath(new URL('../../scripts/soak.ts', import.meta.url));

test(
  'streams release everything in every way to end them, and the process ends by itself',
  { timeout: 120_000 },
  async () => {
    const output = await new Promise<string>((resolve, reject) => {
      const args = ['--expose-gc', SOAK, '--streams', '1100', '--json'];
      execFile(process.execPath, args, { timeout: 100_000 }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${stdout}${stderr}`, { cause: error }));
      });
    });
    const report = JSON.parse(output) as Report;
    expect(report).toMatchObject({ streams: 1100, endedMidway: 550, openSockets: 0, listenersOnSharedSignal: 0 });
    expect(report.unhandledRejections).toBe(0);
    expect(Object.keys(report.exits)).toHaveLength(11);
  },
);
