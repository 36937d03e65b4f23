import type { CallOptions } from '../../contract/call-options.js';
import type { Capability, ChatFeature } from '../../contract/capability.js';
import type { Plan } from '../../contract/plan.js';
import type { ModelFacts, PlannedModel } from '../../capability/plan-request.js';
import { appendSentence } from '../../errors/edit-message.js';
import type { ApiError } from '../../errors/api-error.js';
import { isLmError } from '../../errors/guards.js';
import { unsupportedFeatureOf } from '../../errors/unsupported-feature.js';
import { LmError } from '../../errors/lm-error.js';
import type { WithModel } from '../../provider/provider.js';
import { resolveTimeouts } from '../../http/resolve-timeouts.js';
import { ableModels } from './able-models.js';
import { chooseModel, MAX_NAMED, namedModels } from './choose-model.js';
import type { ClientCore } from '../client-core.js';
import type { ModelRequest, Prepared } from '../client-parts.js';
import type { ListedModel } from './listed-models.js';
import { MAX_AGE_MS, ModelKnowledge } from './model-knowledge.js';
import { LOOKUP_MS, ModelLookups, type LookupOptions } from './model-lookups.js';
import { isRefusedByModel, needsOf, refusingRoutes, type AnyRequest } from './model-needs.js';
import type { Pending, StartedRequest } from '../pending-request.js';

/**
 * Plans requests by what is known about their models. Requests that need nothing that depends on the model do not get here, unless something is
 * known about models.
 */
export class ModelPlanner {
  readonly knowledge: ModelKnowledge;
  readonly lookups: ModelLookups;
  readonly #core: ClientCore;

  constructor(core: ClientCore) {
    const { config, clock } = core.parts;
    this.#core = core;
    this.knowledge = new ModelKnowledge({
      canonicalName: (name) => core.canonicalName(name),
      overrides: config.models,
      now: () => new Date(clock.wallNow()),
    });
    this.lookups = new ModelLookups(core, this.knowledge);
  }

  /** True if what is known about the model may change the plan of a request. Most chats end here, so it allocates nothing. */
  decides(model: string | undefined, capability: Capability, features: readonly ChatFeature[]): boolean {
    const facts = model === undefined || this.knowledge.isEmpty ? undefined : this.knowledge.factsOf(model);
    if (facts === undefined) return false;
    if (this.#changes(facts, capability)) return true;
    for (const feature of features) if (this.#changes(facts, feature)) return true;
    return false;
  }

  /** A fact that a route supports what it declares anyway changes nothing. */
  #changes(facts: ModelFacts, item: Capability | ChatFeature): boolean {
    const fact = facts.get(item);
    return fact !== undefined && (!fact.value || this.#core.uncertain.has(item));
  }

  /** Returns the model to describe: the given one, the client's, or the one that is chosen from those of the server. */
  async modelOf(model: string | undefined, options: CallOptions): Promise<string> {
    const { model: fallback } = this.#core.parts.config;
    const wanted = { capability: 'chat', features: [], request: { model }, options, fallback } as const;
    return this.#withKnownModel(wanted)?.model ?? this.#chooseModel('chat', options);
  }

  /**
   * Plans a request. If the server has to be asked first, the result is pending.
   *
   * @throws `capability_unsupported` if no route can serve it.
   */
  prepare<Request extends AnyRequest>(
    wanted: ModelRequest<Request>,
  ): Prepared<WithModel<Request>> | Pending<StartedRequest<WithModel<Request>>> {
    const request = this.#withKnownModel(wanted);
    const plan = this.plan(wanted, request ?? wanted.request);
    const isUnknown = request === undefined || this.lookups.isNeeded(needsOf(wanted, request), wanted.options);
    if (plan.route === undefined && !isRefusedByModel(plan) && !(isUnknown && this.#mayEmulate(wanted))) {
      // No description of a model can help.
      throw this.#refusal(plan, wanted.request, wanted.options, []);
    }
    const needsLookup = isUnknown || isRefusedByModel(plan);
    return needsLookup ? this.#planLater(wanted) : this.#prepareAs(plan, request, wanted.options);
  }

  /** True if the request is served with emulated tools as soon as the description of the model says that it has none. */
  #mayEmulate(wanted: ModelRequest<AnyRequest>): boolean {
    const { features, request, options } = wanted;
    if (!features.includes('tools') || this.#core.emulateMode(options) !== 'missing') return false;
    return this.plan({ ...wanted, options: { ...options, emulate: 'always' } }, request).route !== undefined;
  }

  /** Plans a request by what is known about its model. */
  plan(
    { capability, features, options }: Omit<ModelRequest<unknown>, 'request' | 'fallback'>,
    request: AnyRequest,
  ): Plan {
    const model = this.#plannedModel(request, this.#core.emulateMode(options) === 'never');
    const isOff = request.reasoning === 'off' && model?.facts.get('reasoning')?.value === false;
    const needed = isOff ? features.filter((feature) => feature !== 'reasoning') : features;
    return this.#core.plan(capability, needed, request, options, model);
  }

  /**
   * Notes that the model lacks something, if the error of the server says so and the request needed it. The error then says what follows from
   * it.
   */
  learn(error: ApiError, { capability, features, request, call }: Prepared<{ readonly model: string }>): void {
    const feature = unsupportedFeatureOf(error, request.model);
    const needed: readonly string[] = [capability.replace('.stream', ''), ...features];
    if (feature === undefined || !needed.includes(feature)) return;
    // Without descriptions, nothing could correct what is learned.
    if (this.#core.parts.config.modelCapabilities === 'off' || !this.lookups.canDescribe()) return;
    const fact = this.knowledge.factsOf(request.model)?.get(feature);
    // The server knows its model better than the wording of one error.
    if (fact?.value === true && fact.source === 'server') return;
    this.knowledge.learn(request.model, feature, refusingRoutes(this.#core.parts.matrix, feature, call.route));
    // An override takes precedence, and a feature that is dropped does not reject the request.
    if (this.plan({ capability, features, options: call.options }, request).route !== undefined) return;
    appendSentence(
      error,
      `Further requests with "${feature}" for this model are rejected before they are sent. To try them again, call models.describe() with { refresh: true }.`,
    );
  }

  /**
   * Returns the request with its model, or else with the default model.
   *
   * @throws `empty_model` if there is neither. It names models of the server if they are known.
   */
  withModel<Request extends AnyRequest>(
    request: Request,
    capability: Capability = 'chat',
    fallback: string | undefined = this.#core.parts.config.model,
  ): WithModel<Request> {
    try {
      return this.#core.withModel(request, fallback);
    } catch (error) {
      const unwanted = capability === 'embedding' ? 'llm' : 'embedding';
      const ids = this.knowledge.listed.filter(({ type }) => type !== unwanted).map(({ id }) => id);
      if (isLmError(error) && ids.length > 0) appendSentence(error, `The server has ${namedModels(ids)}.`);
      throw error;
    }
  }

  /** Returns what is known about the model of a request, or `undefined` if nothing is or descriptions are off. */
  #plannedModel({ model: id, tools = [] }: AnyRequest, isNative: boolean): PlannedModel | undefined {
    if (id === undefined || this.#core.parts.config.modelCapabilities === 'off') return undefined;
    const facts = this.knowledge.factsOf(id);
    if (!isNative || facts === undefined || tools.length > 0 || !facts.has('tools')) return facts && { id, facts };
    // Models without tools accept a history with tool calls and their results, although their chat template may leave it out.
    return { id, facts: new Map([...facts].filter(([feature]) => feature !== 'tools')) };
  }

  /** Returns the request with its model, or `undefined` if the model has to be chosen from those of the server. */
  #withKnownModel<Request extends AnyRequest>({
    capability,
    request,
    fallback,
  }: ModelRequest<Request>): WithModel<Request> | undefined {
    const isNamed = Boolean(request.model?.trim()) || Boolean(fallback?.trim());
    if (!isNamed && this.#core.parts.config.autoModel === true) return undefined;
    return this.withModel(request, capability, fallback);
  }

  #prepareAs<Request extends AnyRequest>(
    plan: Plan,
    request: WithModel<Request>,
    options: CallOptions,
  ): Prepared<WithModel<Request>> {
    // A model that cannot reason satisfies "off" without the field, which some servers reject.
    const isOff = request.reasoning === 'off' && !plan.features.includes('reasoning');
    return this.#core.prepareAs(plan, isOff ? { ...request, reasoning: undefined } : request, options);
  }

  #planLater<Request extends AnyRequest>(wanted: ModelRequest<Request>): Pending<StartedRequest<WithModel<Request>>> {
    const scope = this.#core.openWait(wanted.options.signal, 'asking the server about its models');
    const isStream = wanted.capability.endsWith('.stream');
    const startedMs = this.#core.parts.clock.now();
    const { total } = resolveTimeouts(wanted.options, this.#core.parts.config, isStream);
    scope.startTotal(total);
    // At least half of the time is left for the request.
    const untilMs = startedMs + Math.min(LOOKUP_MS, total === 0 ? Infinity : total / 2);
    const options = { ...wanted.options, signal: scope.signal, untilMs };
    const run = async (): Promise<StartedRequest<WithModel<Request>>> => {
      try {
        const request =
          this.#withKnownModel(wanted) ??
          this.#core.withModel(wanted.request, await this.#chooseModel(wanted.capability, options));
        const plan = await this.#planWhenKnown(wanted, request, options);
        scope.throwIfFailed();
        const { result, warned } = this.#core.start(() => this.#prepareAs(plan, request, wanted.options));
        result.slot.startedMs = startedMs;
        return { prepared: result, warned };
      } catch (error) {
        throw scope.failure ?? error;
      } finally {
        this.#core.closeWait(scope);
      }
    };
    const cancel = (): void => scope.fail(new LmError('closed', 'The stream was closed before the request was sent.'));
    return { ready: run(), cancel };
  }

  async #planWhenKnown<Request extends AnyRequest>(
    wanted: ModelRequest<Request>,
    request: WithModel<Request>,
    options: LookupOptions,
  ): Promise<Plan> {
    const { model } = request;
    const isUnknown = (): boolean => this.lookups.isNeeded(needsOf(wanted, request), wanted.options);
    if (isUnknown()) await this.lookups.lookUp(model, options);
    const plan = this.plan(wanted, request);
    if (!isRefusedByModel(plan)) return plan;
    if (this.#core.parts.config.modelCapabilities === 'cached') {
      throw this.#refusal(plan, request, wanted.options, this.knowledge.listed);
    }
    const isOld =
      this.knowledge.isOld(model, MAX_AGE_MS) &&
      plan.facts.some(({ value, source }) => !value && source !== 'override');
    // The list tells if the model has been replaced since, and which models of the server support the request.
    const models = await this.lookups.listModels(options);
    if (isOld || isUnknown()) await this.lookups.lookUp(model, options);
    const again = this.plan(wanted, request);
    if (!isRefusedByModel(again)) return again;
    throw this.#refusal(again, request, wanted.options, models);
  }

  #refusal(plan: Plan, request: AnyRequest, options: CallOptions, models: readonly ListedModel[]): LmError {
    const missing = plan.missing.flatMap(({ feature, model }) => (model === undefined ? [] : [feature]));
    const needed = plan.features.filter((feature) => this.#core.dependent.has(feature));
    const able = ableModels(models, [...missing, ...needed, plan.capability], request.model, (model) =>
      this.knowledge.factsOf(model),
    );
    return this.#core.refusal(plan, request as object, options, able.slice(0, MAX_NAMED));
  }

  /** Returns the model for a request that names none. Rejects if there are several or none. */
  async #chooseModel(capability: Capability, options: CallOptions): Promise<string> {
    const models = await this.lookups.requestModels(options);
    const type = capability === 'embedding' ? 'embedding' : 'llm';
    return chooseModel(models, type, this.#core.parts.matrix.provider);
  }
}
