import { isApiError } from '../../errors/guards.js';
import { unsupportedFeatureOf } from '../../errors/unsupported-feature.js';
import type { WithModel } from '../../provider/provider.js';
import type { ClientCore } from '../client-core.js';
import type { Prepared } from '../client-parts.js';
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

  /** Returns a request with its model, or else with the default model. */
  withModel<Request extends { readonly model?: string | undefined }>(request: Request): WithModel<Request> {
    return this.current === undefined ? this.#core.withModel(request) : this.current.withModel(request);
  }

  /** Notes what the server refused because of the model. */
  learn(error: unknown, prepared: Prepared<{ readonly model: string }>): void {
    if (!isApiError(error) || unsupportedFeatureOf(error, prepared.request.model) === undefined) return;
    this.open().learn(error, prepared);
  }

  open(): ModelPlanner {
    return (this.current ??= new ModelPlanner(this.#core));
  }
}
