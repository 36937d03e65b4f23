/** The functions that emulate tools. */
export type ToolEmulation = Pick<typeof import('./emulate-chat.js'), 'emulateChat' | 'emulateChatStream'>;
