import type { CallOptions } from '../contract/call-options.js';
import type { Capability, ChatFeature } from '../contract/capability.js';
import type { ModelInfo } from '../contract/model.js';
import type { ModelDescription } from '../contract/model-description.js';
import { dependsOnModel, supportOf } from '../capability/support.js';
import { isLmError } from '../errors/guards.js';
import type { ProviderCall } from '../provider/provider.js';
import { methodOf, type ClientCore } from './client-core.js';
import type { ModelKnowledge } from './model-knowledge.js';
import { SingleFlight } from './single-flight.js';

/** Maximum duration of a request that the client sends on its own, in milliseconds. */
const LOOKUP_MS = 3000;

/** The requirements of a request of one model. */
export interface ModelNeeds {
  readonly model: string;
  readonly capability: Capability;
  readonly features: readonly ChatFeature[];
}

/** Asks the server what its models support, and keeps the answers in `ModelKnowledge`. */
export class ModelLookups {
  readonly #core: ClientCore;
  readonly #knowledge: ModelKnowledge;
  readonly #flights = new SingleFlight<void, never>();

  constructor(core: ClientCore, knowledge: ModelKnowledge) {
    this.#core = core;
    this.#knowledge = knowledge;
  }

  /** True if a request needs something that depends on the model and is not known, so that the server should be asked. */
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
   * Asks the server to describe a model. Concurrent requests share one lookup. It takes at most 3 seconds, and rejects only if the signal is
   * aborted or the client is closed.
   *
   * @param isLookup False to ask for everything that the server tells, which may take several requests.
   */
  async lookUp(model: string, options: CallOptions, isLookup = true): Promise<void> {
    const call = this.#callFor('models.describe', options);
    await this.#withinLimit(options.signal, 'describing the model', (signal) =>
      this.#describe(model, withSignal(call, signal), isLookup),
    );
  }

  /** Returns the description of a model. Asks the server unless everything that it tells is known. */
  async describe(model: string, call: ProviderCall, refresh: boolean): Promise<ModelDescription> {
    const known = refresh ? undefined : this.#knowledge.completeDescription(model);
    if (known !== undefined) return known;
    await this.#describe(model, call, false, refresh);
    return this.#knowledge.description(model);
  }

  /** Returns the models of the server. Empty if it does not list them within 3 seconds. Rejects like `lookUp`. */
  async listModels(options: CallOptions): Promise<readonly ModelInfo[]> {
    if (!this.#isSupported('models.list')) return [];
    const call = this.#callFor('models.list', options);
    const listed = this.#withinLimit(options.signal, 'listing the models', (signal) =>
      this.#list(withSignal(call, signal)),
    );
    return (await listed) ?? [];
  }

  /** Returns the models of the server. Rejects if it does not list them. */
  requestModels({ signal, headers, timeout, timeouts, retry }: CallOptions): Promise<readonly ModelInfo[]> {
    return this.#list(this.#core.prepare('models.list', [], {}, { signal, headers, timeout, timeouts, retry }).call);
  }

  async #list(call: ProviderCall): Promise<readonly ModelInfo[]> {
    const { provider, matrix } = this.#core.parts;
    const models = await methodOf(provider, 'listModels', matrix.provider)(call);
    this.#knowledge.list(models);
    return models;
  }

  /** Asks the server to describe a model and keeps the answer, once for all concurrent callers. */
  #describe(model: string, call: ProviderCall, isLookup: boolean, forgets = false): Promise<void> {
    const { provider, matrix } = this.#core.parts;
    const describe = methodOf(provider, 'describeModel', matrix.provider);
    const kind = isLookup ? 'lookup' : forgets ? 'refresh' : 'describe';
    const key = `${kind} ${this.#core.canonicalName(model)}`;
    return this.#flights.run(key, { signal: call.options.signal, onProgress: undefined }, async (signal) => {
      const question = this.#knowledge.nextQuestion();
      const described = await describe(model, { ...withSignal(call, signal), isLookup });
      if (forgets) this.#knowledge.forget(model);
      // Before the flight ends, so that no later caller asks again.
      this.#knowledge.tell(model, described, isLookup, question);
    });
  }

  #isSupported(capability: Capability): boolean {
    return Object.values(this.#core.parts.matrix.routes).some((cells) => supportOf(cells[capability]) !== 'no');
  }

  /** Returns the planned call of a request that the client sends on its own. */
  #callFor(capability: Capability, { headers }: CallOptions): ProviderCall {
    const options: CallOptions = { headers, retry: false, timeouts: { timeout: LOOKUP_MS, connect: LOOKUP_MS } };
    return this.#core.prepare(capability, [], {}, options).call;
  }

  /** Runs a request for at most 3 seconds. Returns `undefined` if it fails or takes longer. */
  async #withinLimit<T>(
    signal: AbortSignal | undefined,
    what: string,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    const scope = this.#core.openWait(signal, what);
    try {
      scope.startTotal(LOOKUP_MS);
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

function withSignal(call: ProviderCall, signal: AbortSignal): ProviderCall {
  return { ...call, options: { ...call.options, signal } };
}
