import type { GenerationContext } from '../../shared/server/generation-context.js';
import type { Plugins } from '../plugin-tool.js';
import type { ChatStore } from './chat/chat-store.js';
import type { DownloadCenter } from './downloads/download-center.js';

/** The state that the native endpoints share. */
export interface NativeContext extends GenerationContext {
  readonly chats: ChatStore;
  readonly downloads: DownloadCenter;
  readonly plugins: Plugins;
  /** Ids of the plugins that a request may use, undefined for all. */
  readonly allowedPlugins: readonly string[] | undefined;
}
