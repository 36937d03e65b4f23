import type { CallOptions } from '../../contract/call-options.js';
import type { Capability } from '../../contract/capability.js';
import type { ModelDescription } from '../../contract/model-description.js';
import { dependsOnModel, supportOf } from '../../capability/support.js';
import { isLmError } from '../../errors/guards.js';
import type { ProviderCall } from '../../provider/provider.js';
import type { ClientCore } from '../client-core.js';
import { methodOf } from '../method-of.js';
import type { ListedModel } from './listed-models.js';
import type { ModelKnowledge } from './model-knowledge.js';
import type { ModelNeeds } from './model-needs.js';
import { SingleFlight } from './single-flight.js';

/** Maximum duration of what the client requests on its own for one call, in milliseconds. */
export const LOOKUP_MS = 3000;

/** Options of a request that the client sends on its own. */
export interface LookupOptions extends Pick<CallOptions, 'headers' | 'signal'> {
  /** Time of the clock in ms until which it may take. Default: 3 seconds from now. */
  readonly untilMs?: number | undefined;
}

/** Requests descriptions of models, and keeps them in `ModelKnowledge`. */
export class ModelLookups {
  readonly #core: ClientCore;
  readonly #knowledge: ModelKnowledge;
  readonly #flights = new SingleFlight<void, never>();
  readonly #lists = new SingleFlight<readonly ListedModel[], never>();

  constructor(core: ClientCore, knowledge: ModelKnowledge) {
    this.#core = core;
    this.#knowledge = knowledge;
  }

  /** True if a request needs something that depends on the model and is not known, so that the model should be looked up. */
  isNeeded({ model, capability, features }: ModelNeeds, { route }: CallOptions): boolean {
    const { matrix, config } = this.#core.parts;
    if ((config.modelCapabilities ?? 'auto') !== 'auto' || this.#knowledge.isLookedUp(model)) return false;
    if (!this.canDescribe()) return false;
    const routes = Object.entries(matrix.routes).filter(([name]) => route === undefined || name === route);
    const facts = this.#knowledge.factsOf(model);
    return [capability, ...features].some(
      (item) => facts?.has(item) !== true && routes.some(([, cells]) => dependsOnModel(cells[item])),
    );
  }

  /** True if the server may be able to describe models. */
  canDescribe(): boolean {
    return this.#isSupported('models.describe');
  }

  /**
   * Requests the description of a model, if the provider can describe models. Concurrent calls share it. It takes at most 3 seconds, and rejects
   * only if the signal is aborted or the client is closed.
   *
   * @param isLookup False for a complete description, which may take several requests.
   */
  async lookUp(model: string, options: LookupOptions, isLookup = true): Promise<void> {
    if (!this.canDescribe()) return;
    const call = this.#callFor('models.describe', options);
    const key = `${isLookup ? 'lookup' : 'describe'}${keyOf(options)} ${this.#core.canonicalName(model)}`;
    await this.#withinLimit(options, 'describing the model', (own) =>
      this.#flights.run(key, { signal: own, onProgress: undefined }, (signal) =>
        this.#describe(model, withSignal(call, signal), isLookup),
      ),
    );
  }

  /** Returns the description of a model. Requests it unless a complete one is known. `refresh` also forgets what was learned from errors. */
  async describe(model: string, call: ProviderCall, refresh: boolean): Promise<ModelDescription> {
    const known = refresh ? undefined : this.#knowledge.completeDescription(model);
    if (known !== undefined) return known;
    if (refresh) this.#knowledge.forgetErrors(model);
    const scope = this.#core.openWait(call.options.signal, 'describing the model');
    try {
      await scope.race(() => this.#shareDescription(model, withSignal(call, scope.signal), refresh));
    } finally {
      this.#core.closeWait(scope);
    }
    return this.#knowledge.description(model);
  }

  /** Requests a description. Concurrent calls share it, except for those with settings of their own, such as a timeout. */
  #shareDescription(model: string, call: ProviderCall, refresh: boolean): Promise<void> {
    const { signal, ...own } = call.options;
    if (Object.values(own).some((value) => value !== undefined)) return this.#describe(model, call, false);
    const key = `${refresh ? 'refresh' : 'describe'} ${this.#core.canonicalName(model)}`;
    return this.#flights.run(key, { signal, onProgress: undefined }, (shared) =>
      this.#describe(model, withSignal(call, shared), false),
    );
  }

  /** Returns the models of the server. Empty if it does not list them within 3 seconds. Rejects like `lookUp`. */
  async listModels(options: LookupOptions): Promise<readonly ListedModel[]> {
    if (!this.#isSupported('models.list')) return [];
    const call = this.#callFor('models.list', options);
    const listed = this.#withinLimit(options, 'listing the models', (own) =>
      this.#lists.run(keyOf(options), { signal: own, onProgress: undefined }, (signal) =>
        this.#list(withSignal(call, signal)),
      ),
    );
    return (await listed) ?? [];
  }

  /** Returns the models of the server. Rejects if it does not list them. */
  requestModels({ signal, headers, timeout, timeouts, retry }: CallOptions): Promise<readonly ListedModel[]> {
    return this.#list(this.#core.prepare('models.list', [], {}, { signal, headers, timeout, timeouts, retry }).call);
  }

  async #list(call: ProviderCall): Promise<readonly ListedModel[]> {
    const { provider, matrix } = this.#core.parts;
    this.#knowledge.list(await methodOf(provider, 'listModels', matrix.provider)(call));
    return this.#knowledge.listed;
  }

  /** Requests a description and keeps it. */
  async #describe(model: string, call: ProviderCall, isLookup: boolean): Promise<void> {
    const { provider, matrix } = this.#core.parts;
    const describe = methodOf(provider, 'describeModel', matrix.provider);
    const requestNumber = this.#knowledge.nextRequest();
    this.#knowledge.store(model, await describe(model, { ...call, isLookup }), isLookup, requestNumber);
  }

  #isSupported(capability: Capability): boolean {
    return Object.values(this.#core.parts.matrix.routes).some((cells) => supportOf(cells[capability]) !== 'no');
  }

  /** Returns the planned call of a request that the client sends on its own. It does not wait for a slot, since the call that needs it may hold all. */
  #callFor(capability: Capability, { headers }: LookupOptions): ProviderCall {
    const options: CallOptions = { headers, retry: false, timeouts: { timeout: LOOKUP_MS, connect: LOOKUP_MS } };
    const { call, slot } = this.#core.prepare(capability, [], {}, options);
    slot.isExempt = true;
    return call;
  }

  /** Runs a request for a limited time. Returns `undefined` if it fails or takes longer. */
  async #withinLimit<T>(
    { signal, untilMs = Infinity }: LookupOptions,
    what: string,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    const limitMs = Math.min(LOOKUP_MS, untilMs - this.#core.parts.clock.now());
    if (limitMs <= 0) return undefined;
    const scope = this.#core.openWait(signal, what);
    try {
      scope.startTotal(limitMs);
      return await scope.race(() => run(scope.signal));
    } catch (error) {
      if (isLmError(scope.failure, 'aborted') || isLmError(scope.failure, 'closed')) throw scope.failure;
      this.#core.parts.logger.debug('model lookup failed', { code: isLmError(error) ? error.code : undefined });
      return undefined;
    } finally {
      this.#core.closeWait(scope);
    }
  }
}

/** Returns a key of the headers, which may decide what a server says. */
function keyOf({ headers }: LookupOptions): string {
  return headers === undefined ? '' : ` ${JSON.stringify(headers)}`;
}

function withSignal(call: ProviderCall, signal: AbortSignal): ProviderCall {
  return { ...call, options: { ...call.options, signal } };
}
