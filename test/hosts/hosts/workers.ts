import { startEmulator } from '@lmux/emulator';
import { checkChatServer, SLOW } from '../check-chat-server.ts';
import type { Host } from '../host.ts';
import { installProject } from '../install-project.ts';
import { startServer } from '../start-server.ts';

export const host: Host = {
  name: 'workers',
  async run(application) {
    const folder = await installProject(application, 'workers');
    await using emulator = await startEmulator(SLOW);
    await using worker = await startServer({
      command: process.execPath,
      args: ['serve.mjs'],
      folder,
      env: { LM_BASE_URL: emulator.url },
      ready: /ready (\S+?)\/?\n/,
    });
    return await checkChatServer('workerd', worker.found, emulator);
  },
};
