import type { TokenIds } from '../shared/engine/token-ids.js';
import type { Instance } from '../shared/models/instance.js';
import type { SingleLoads } from '../shared/models/single-loads.js';
import type { GenerationContext } from '../shared/server/generation-context.js';
import type { PullCenter } from './pull/pull-center.js';

/** What Ollama's endpoints share. */
export interface OllamaContext extends GenerationContext {
  readonly loads: SingleLoads;
  readonly pulls: PullCenter;
  readonly tokenIds: TokenIds;
  /** Instances that were unloaded, and when: the next list of running models still has them. */
  readonly retired: Map<Instance, number>;
  /** When the models came, in milliseconds since 1970: the start of the emulator. */
  readonly since: number;
}
