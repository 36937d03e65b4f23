import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { TOOL_EMULATION } from '../provider/tokens.js';
import { chatEmulation } from './chat-emulation.js';
import { createToolEmulation } from './tool-emulation.js';

/**
 * A plugin with which clients emulate tools in browsers and edge runtimes, for models that have none. Pass it in `plugins`. On Node, Deno and Bun, clients
 * do so without it.
 */
export const emulatedTools: ProviderPlugin<'emulated-tools'> = {
  spec: 1,
  id: 'emulated-tools',
  register(container) {
    const useValue = createToolEmulation(() => Promise.resolve(chatEmulation));
    container.register(TOOL_EMULATION, { useValue });
  },
};
