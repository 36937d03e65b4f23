import type { emulateChat, emulateChatStream } from './emulate-chat.js';

/** The functions that emulate tools. */
export interface ToolEmulation {
  readonly emulateChat: typeof emulateChat;
  readonly emulateChatStream: typeof emulateChatStream;
}
