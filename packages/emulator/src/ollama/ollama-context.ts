import type { TokenIds } from '../shared/engine/token-ids.js';
import type { Instance } from '../shared/models/instance.js';
import type { SingleLoads } from '../shared/models/single-loads.js';
import type { GenerationContext } from '../shared/server/generation-context.js';
import type { PullCenter } from './pull/pull-center.js';

/** The state that Ollama's endpoints share. */
export interface OllamaContext extends GenerationContext {
  readonly loads: SingleLoads;
  readonly pulls: PullCenter;
  readonly tokenIds: TokenIds;
  /** Unloaded instances and when they were unloaded. The next list of running models still contains them. */
  readonly retired: Map<Instance, number>;
  /** Reported modification time of all models, in milliseconds since 1970: the start of the emulator. */
  readonly since: number;
}
