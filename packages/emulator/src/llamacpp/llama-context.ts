import type { TokenIds } from '../shared/engine/token-ids.js';
import type { GenerationContext } from '../shared/server/generation-context.js';
import type { Downloads } from './models/downloads.js';
import type { ModelEvents } from './models/model-events.js';
import type { ModelProcesses } from './models/model-processes.js';
import type { ConversationStore } from './streams/conversation-store.js';

/** What llama-server's endpoints share. */
export interface LlamaContext extends GenerationContext {
  /** Whether it serves many models by name, or one model whatever name it is given. */
  readonly router: boolean;
  readonly processes: ModelProcesses;
  readonly events: ModelEvents;
  readonly downloads: Downloads;
  readonly conversations: ConversationStore;
  readonly tokenIds: TokenIds;
}
