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
    expect(Object.keys(report.exits)).toHaveLength(12);
  },
);

test('a client survives ordinary responses under the ceilings of the hostile floods', { timeout: 60_000 }, async () => {
  const run = (only: string): Promise<string> =>
    new Promise((resolve) => {
      const args = ['--expose-gc', SOAK, '--hostile', '--only', only];
      execFile(process.execPath, args, (error, stdout) => resolve(`${stdout}exit ${error?.code ?? 0}`));
    });
  expect(await run('ordinary responses')).toMatch(
    /^ok {3}.*\(undici\).*\nok {3}.*\(fetch\).*\n2 floods, 0 failed.*\nexit 0$/,
  );
  // A misspelled name must not pass.
  expect(await run('no such flood')).toMatch(/^0 floods.*\nexit 1$/);
});
