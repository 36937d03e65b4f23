import type { ChatStore } from '../chats/chat-store.js';
import type { DownloadCenter } from '../downloads/download-center.js';
import type { Plugins } from '../plugins/plugin-tool.js';
import type { GenerationContext } from '../server/generation-context.js';

/** What the native endpoints share. */
export interface NativeContext extends GenerationContext {
  readonly chats: ChatStore;
  readonly downloads: DownloadCenter;
  readonly plugins: Plugins;
  /** Plugins that a request may use; undefined for all. */
  readonly allowedPlugins: readonly string[] | undefined;
  readonly nowMs: () => number;
}
