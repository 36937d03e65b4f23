import type { TokenIds } from '../shared/engine/token-ids.js';
import type { GenerationContext } from '../shared/server/generation-context.js';
import type { Downloads } from './models/downloads.js';
import type { ModelEvents } from './models/model-events.js';
import type { ModelProcesses } from './models/model-processes.js';
import type { ConversationStore } from './streams/conversation-store.js';

/** The state that llama-server's endpoints share. */
export interface LlamaContext extends GenerationContext {
  /** True if it serves many models by name, false if it serves one model and ignores the name. */
  readonly router: boolean;
  readonly processes: ModelProcesses;
  readonly events: ModelEvents;
  readonly downloads: Downloads;
  readonly conversations: ConversationStore;
  readonly tokenIds: TokenIds;
}
