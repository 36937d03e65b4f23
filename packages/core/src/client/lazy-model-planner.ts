import type { ClientCore } from './client-core.js';
import { ModelPlanner } from './model-planner.js';

/** Creates the planner of a client when something about models is first needed, since most clients need nothing. */
export class LazyModelPlanner {
  readonly #core: ClientCore;
  /** The planner, if it exists. */
  current: ModelPlanner | undefined;

  constructor(core: ClientCore) {
    this.#core = core;
    if (core.parts.config.models !== undefined) this.open();
  }

  open(): ModelPlanner {
    return (this.current ??= new ModelPlanner(this.#core));
  }
}
