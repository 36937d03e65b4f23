import { createToolEmulation } from '../emulated-tools/tool-emulation.js';

/** What emulates tools. The first chat with emulated tools loads most of it, because most applications need none. */
export const toolEmulation: object = createToolEmulation(() => import('../emulated-tools/emulate-chat.js'));
