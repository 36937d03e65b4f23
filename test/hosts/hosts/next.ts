import { join } from 'node:path';
import { startEmulator } from '@lmux/emulator';
import { checkChatServer, SLOW } from '../check-chat-server.ts';
import type { Host } from '../host.ts';
import { installProject } from '../install-project.ts';
import { runProgram } from '../run-program.ts';
import { startServer } from '../start-server.ts';

/** A build may take minutes on a busy machine. */
const BUILD_TIMEOUT_MS = 600_000;

export const host: Host = {
  name: 'next',
  async run(application) {
    const folder = await installProject(application, 'next');
    const next = join(folder, 'node_modules/next/dist/bin/next');
    await using emulator = await startEmulator(SLOW);
    const env = { LM_BASE_URL: emulator.url, NEXT_TELEMETRY_DISABLED: '1' };
    const built = await runProgram(process.execPath, [next, 'build'], folder, { env, timeoutMs: BUILD_TIMEOUT_MS });
    if (!built.succeeded) return [{ title: 'build', error: `${built.stdout}${built.stderr}` }];
    await using server = await startServer({
      command: process.execPath,
      args: [next, 'start', '--hostname', '127.0.0.1', '--port', '0'],
      folder,
      env,
      ready: /(http:\/\/127\.0\.0\.1:\d+)[^]*Ready/,
    });
    return [
      { title: 'build' },
      ...(await checkChatServer('node runtime', `${server.found}/api/node`, emulator)),
      ...(await checkChatServer('edge runtime', `${server.found}/api/edge`, emulator)),
    ];
  },
};
