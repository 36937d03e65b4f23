import type { TokenIds } from '../model/token-ids.js';
import type { Instance } from '../registry/instance.js';
import type { SingleLoads } from '../registry/single-loads.js';
import type { GenerationContext } from '../server/generation-context.js';
import type { PullCenter } from './pull/pull-center.js';

/** What Ollama's endpoints share. */
export interface OllamaContext extends GenerationContext {
  readonly loads: SingleLoads;
  readonly pulls: PullCenter;
  readonly tokenIds: TokenIds;
  /** Instances that were unloaded, and when: the next list of running models still has them. */
  readonly leaving: Map<Instance, number>;
  /** When the models came, in milliseconds since 1970: the start of the emulator. */
  readonly since: number;
  readonly nowMs: () => number;
}
