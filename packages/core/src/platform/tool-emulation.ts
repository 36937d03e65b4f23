import { createToolEmulation } from '../emulated-tools/tool-emulation.js';

/** What emulates tools. The first chat with emulated tools loads most of it, because most applications need none. */
export const toolEmulation: object = createToolEmulation(async () => {
  const { chatEmulation } = await import('../emulated-tools/chat-emulation.js');
  return chatEmulation;
});
