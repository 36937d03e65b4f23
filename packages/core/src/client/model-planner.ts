import type { CallOptions } from '../contract/call-options.js';
import type { Capability, ChatFeature } from '../contract/capability.js';
import type { ModelInfo } from '../contract/model.js';
import type { Plan } from '../contract/plan.js';
import { createCapabilityError } from '../capability/create-capability-error.js';
import type { ModelFacts, PlannedModel } from '../capability/plan-request.js';
import { appendSentence } from '../errors/edit-message.js';
import type { ApiError } from '../errors/api-error.js';
import { isLmError } from '../errors/guards.js';
import { unsupportedFeatureOf } from '../errors/unsupported-feature.js';
import { LmError } from '../errors/lm-error.js';
import type { WithModel } from '../provider/provider.js';
import { resolveTimeouts } from '../http/resolve-timeouts.js';
import { ableModels } from './able-models.js';
import { chooseModel, MAX_NAMED, namedModels } from './choose-model.js';
import type { ClientCore } from './client-core.js';
import type { ModelRequest, Prepared } from './client-parts.js';
import { ModelKnowledge } from './model-knowledge.js';
import { ModelLookups, type ModelNeeds } from './model-lookups.js';
import type { Pending, StartedRequest } from './pending-request.js';

/** The fields of a request on which the model decides. */
interface AnyRequest {
  readonly model?: string | undefined;
  readonly reasoning?: string | undefined;
  readonly tools?: readonly unknown[] | undefined;
}

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
    const facts = model === undefined ? undefined : this.knowledge.factsOf(model);
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
    if (plan.route === undefined && !isRefusedByModel(plan)) {
      // No description of a model can help, so nothing is asked.
      throw this.#refusal(plan, wanted.request, wanted.options, []);
    }
    const mustAsk =
      request === undefined ||
      isRefusedByModel(plan) ||
      this.lookups.isNeeded(needsOf(wanted, request), wanted.options);
    return mustAsk ? this.#ask(wanted) : this.#prepareAs(plan, request, wanted.options);
  }

  /** Plans a request by what is known about its model. */
  plan(
    { capability, features, options }: Omit<ModelRequest<unknown>, 'request' | 'fallback'>,
    request: AnyRequest,
  ): Plan {
    const model = this.#plannedModel(request);
    const isOff = request.reasoning === 'off' && model?.facts.get('reasoning')?.value === false;
    const needed = isOff ? features.filter((feature) => feature !== 'reasoning') : features;
    return this.#core.plan(capability, needed, request as object, options, model);
  }

  /**
   * Notes that the model lacks something, if the error of the server says so and the request needed it. The error then says what follows from
   * it.
   */
  learn(error: ApiError, { capability, features, request }: Prepared<{ readonly model: string }>): void {
    if (this.#core.parts.config.modelCapabilities === 'off') return;
    const feature = unsupportedFeatureOf(error);
    const needed: readonly string[] = [capability.replace('.stream', ''), ...features];
    if (feature === undefined || !needed.includes(feature)) return;
    this.knowledge.learn(request.model, feature);
    appendSentence(
      error,
      `Further requests with "${feature}" for this model are rejected before they are sent. To ask the server again, call models.describe() with "refresh".`,
    );
  }

  /** Adds the models of the server to the error that no model is named, if they are known. */
  #withNames(error: unknown, capability: Capability): unknown {
    const unwanted = capability === 'embedding' ? 'llm' : 'embedding';
    const ids = this.knowledge.listed.filter(({ type }) => type !== unwanted).map(({ id }) => id);
    if (isLmError(error, 'empty_model') && ids.length > 0) {
      appendSentence(error, `The server has ${namedModels(ids)}.`);
    }
    return error;
  }

  /** Returns what is known about the model of a request, or `undefined` if nothing is or descriptions are off. */
  #plannedModel({ model: id, tools = [] }: AnyRequest): PlannedModel | undefined {
    if (id === undefined || this.#core.parts.config.modelCapabilities === 'off') return undefined;
    const facts = this.knowledge.factsOf(id);
    if (facts === undefined || tools.length > 0 || !facts.has('tools')) return facts && { id, facts };
    // Models without tools accept a history with tool calls and their results.
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
    try {
      return this.#core.withModel(request, fallback);
    } catch (error) {
      throw this.#withNames(error, capability);
    }
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

  #ask<Request extends AnyRequest>(wanted: ModelRequest<Request>): Pending<StartedRequest<WithModel<Request>>> {
    const scope = this.#core.openWait(wanted.options.signal, 'asking the server about its models');
    const isStream = wanted.capability.endsWith('.stream');
    scope.startTotal(resolveTimeouts(wanted.options, this.#core.parts.config, isStream).total);
    const options = { ...wanted.options, signal: scope.signal };
    const run = async (): Promise<StartedRequest<WithModel<Request>>> => {
      try {
        const request =
          this.#withKnownModel(wanted) ??
          this.#core.withModel(wanted.request, await this.#chooseModel(wanted.capability, options));
        const plan = await this.#planWhenKnown(wanted, request, options);
        scope.throwIfFailed();
        const { result, warned } = this.#core.start(() => this.#prepareAs(plan, request, wanted.options));
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
    options: CallOptions,
  ): Promise<Plan> {
    const needs = needsOf(wanted, request);
    const lookUp = (): Promise<void> | undefined =>
      this.lookups.isNeeded(needs, wanted.options) ? this.lookups.lookUp(request.model, options) : undefined;
    await lookUp();
    const plan = this.plan(wanted, request);
    if (!isRefusedByModel(plan)) return plan;
    // The list tells if the model has been replaced since, and which models of the server support the request.
    const isAllowed = this.#core.parts.config.modelCapabilities !== 'cached';
    const models = isAllowed ? await this.lookups.listModels(options) : this.knowledge.listed;
    await lookUp();
    const again = this.plan(wanted, request);
    if (!isRefusedByModel(again)) return again;
    throw this.#refusal(again, request, wanted.options, models);
  }

  #refusal(plan: Plan, request: AnyRequest, { route }: CallOptions, models: readonly ModelInfo[]): LmError {
    const { matrix, config } = this.#core.parts;
    const needed = plan.missing.flatMap(({ feature, model }) => (model === undefined ? [] : [feature]));
    const able = ableModels(models, [...needed, plan.capability], (model) => this.knowledge.factsOf(model));
    const values = request as object;
    return createCapabilityError(plan, matrix, route, {
      values,
      limits: config.limits,
      models: able.slice(0, MAX_NAMED),
    });
  }

  /** Returns the model for a request that names none. Rejects if there are several or none. */
  async #chooseModel(capability: Capability, options: CallOptions): Promise<string> {
    const models = await this.lookups.requestModels(options);
    const type = capability === 'embedding' ? 'embedding' : 'llm';
    return chooseModel(models, type, this.#core.parts.matrix.provider);
  }
}

/** Returns what a request needs of its model. */
function needsOf(
  { capability, features }: ModelRequest<unknown>,
  { model, tools = [] }: WithModel<AnyRequest>,
): ModelNeeds {
  const needed = tools.length > 0 ? features : features.filter((feature) => feature !== 'tools');
  return { model, capability, features: needed };
}

/** True if the request is refused, and its model is a reason. */
function isRefusedByModel({ route, missing }: Plan): boolean {
  return route === undefined && missing.some(({ model }) => model !== undefined);
}
