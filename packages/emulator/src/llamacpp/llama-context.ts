import type { TokenIds } from '../shared/engine/token-ids.js';
import type { GenerationContext } from '../shared/server/generation-context.js';
import type { Downloads } from './models/downloads.js';
import type { Fleet } from './models/model-processes.js';
import type { ModelFeed } from './models/model-events.js';
import type { ConversationStore } from './streams/conversation-store.js';

/** What llama-server's endpoints share. */
export interface LlamaContext extends GenerationContext {
  /** Whether it serves many models by name, or one model whatever name it is given. */
  readonly router: boolean;
  readonly fleet: Fleet;
  readonly feed: ModelFeed;
  readonly downloads: Downloads;
  readonly conversations: ConversationStore;
  readonly tokenIds: TokenIds;
  readonly nowMs: () => number;
}
