import { emulateChat, emulateChatStream } from './emulate-chat.js';
import { emulateRequest } from './emulate-request.js';

/** The functions that serve chats with emulated tools. The first such chat loads this file, so that other applications do not load it. */
export const chatEmulation = { emulateChat, emulateChatStream, emulateRequest } as const;
