import type { Instance } from './instance.js';
import type { LoadWishes } from './load-config.js';

/** What happens during a load. */
export type LoadStep =
  | { readonly kind: 'start'; readonly instance: Instance }
  | { readonly kind: 'progress'; readonly instance: Instance; readonly progress: number }
  | { readonly kind: 'end'; readonly instance: Instance; readonly seconds: number };

/** How to load a model. */
export interface LoadRequest {
  readonly wishes?: LoadWishes;
  /** A load by a chat (just in time) passes one: such an instance expires, and makes way for the next such load. */
  readonly ttlMs?: number;
  /** Ends the load when it fires. Default: only the end of the emulator does. */
  readonly signal?: AbortSignal;
  /** Called at once when the load begins, then as it goes on. */
  readonly onStep?: (step: LoadStep) => void;
}
