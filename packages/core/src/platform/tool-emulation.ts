import type { ToolEmulation } from '../emulated-tools/tool-emulation.js';

/** Loads what emulates tools. The first chat with emulated tools does that, because most applications need none. */
export function loadToolEmulation(): Promise<ToolEmulation> {
  return import('../emulated-tools/emulate-chat.js');
}
