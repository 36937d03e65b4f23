import type { CallOptions, EmulateMode, OnUnsupported } from '../contract/call-options.js';
import type { Capability, ChatFeature } from '../contract/capability.js';
import type { Plan } from '../contract/plan.js';
import type { Warning } from '../contract/warning.js';
import { dropFeatures, withoutImpliedChoice } from '../capability/drop-features.js';
import { planRequest, type PlannedModel } from '../capability/plan-request.js';
import { outOfRange, routesWithRanges, type RangedValues } from '../capability/route-limits.js';
import { dependsOnModel, itemsWith, supportOf } from '../capability/support.js';
import { createCapabilityError } from '../capability/create-capability-error.js';
import { abortedError } from '../errors/aborted-error.js';
import { LmError } from '../errors/lm-error.js';
import { isLmError, toLmError } from '../errors/guards.js';
import { withHttpSlot, type HttpSlot } from '../http/http-slot.js';
import { hasKeyHeader, type InsecureServer } from '../http/insecure-key.js';
import type { WithModel } from '../provider/provider.js';
import { defaultCanonicalName } from '../provider/resolve-model.js';
import { CallScope } from '../signals/call-scope.js';
import { checkCallOptions } from '../validate/check-call-options.js';
import { emptyModelError, noEmulationError } from './client-errors.js';
import type { ClientParts, Prepared } from './client-parts.js';

/** The steps that all methods of a client share before a request is sent: checks, the default model and the plan. */
export class ClientCore {
  readonly parts: ClientParts;
  /** The capabilities and features that a route may or may not support. */
  readonly uncertain: ReadonlySet<string>;
  readonly #waits = new Set<CallScope>();
  /** Cached plans of calls that need only the capability and have no value out of the range of any route, as most calls do. */
  readonly #plain = new Map<Capability, Plan>();
  /** The routes that accept only a range of a setting. Most providers have none. */
  readonly #ranged: readonly string[];
  /** The capabilities and features for which a description of the model may decide. */
  readonly dependent: ReadonlySet<string>;
  /** The risk that no response has a warning about yet. */
  #insecure: InsecureServer | undefined;
  #closed = false;

  constructor(parts: ClientParts) {
    this.parts = parts;
    this.#insecure = parts.insecure;
    this.#ranged = routesWithRanges(parts.matrix, parts.config.limits);
    this.dependent = itemsWith(parts.matrix, dependsOnModel);
    this.uncertain = itemsWith(parts.matrix, (cell) => supportOf(cell) === 'unknown');
  }

  /** Returns the canonical form of a model name. */
  canonicalName(model: string): string {
    const { provider } = this.parts;
    return provider.canonicalModelName?.(model) ?? defaultCanonicalName(model);
  }

  /** True if a request needs something that depends on the model, so that a description of the model may decide. */
  dependsOnModel(capability: Capability, features: readonly ChatFeature[]): boolean {
    if (this.dependent.has(capability)) return true;
    for (const feature of features) if (this.dependent.has(feature)) return true;
    return false;
  }

  /**
   * Returns the plan of a call. Its `route` is `undefined` if no route can serve the call.
   *
   * @param model The model, if anything is known about it.
   * @throws `config_invalid` if tools are always to be emulated, and nothing emulates them.
   */
  plan(
    capability: Capability,
    features: readonly ChatFeature[],
    values: RangedValues & { readonly tools?: readonly unknown[] | undefined },
    options: CallOptions,
    model?: PlannedModel,
  ): Plan {
    const { matrix, others, config, emulation } = this.parts;
    const onUnsupported: OnUnsupported = options.onUnsupported ?? config.onUnsupported ?? 'error';
    const { limits } = config;
    const input = { capability, features, values, limits, onUnsupported, route: options.route, others, model };
    const hasTools = values.tools !== undefined;
    const { emulate = config.emulate ?? 'missing' } = options;
    if (emulation !== undefined) return emulation.plan(planRequest, matrix, { ...input, emulate, hasTools });
    if (hasTools && emulate === 'always') throw noEmulationError(matrix.provider);
    return planRequest(matrix, input);
  }

  /**
   * Plans a request and returns it without the features that are dropped, together with the call for the provider.
   *
   * @throws `capability_unsupported` if no route can serve it.
   */
  prepare<Request extends object>(
    capability: Capability,
    features: readonly ChatFeature[],
    request: Request,
    options: CallOptions,
  ): Prepared<Request> {
    const { matrix, config } = this.parts;
    const plain =
      features.length === 0 &&
      options.route === undefined &&
      options.onUnsupported === undefined &&
      this.#ranged.every((route) => outOfRange(request, matrix, route, config.limits).length === 0);
    const plan = (plain ? this.#plain.get(capability) : undefined) ?? this.plan(capability, features, request, options);
    if (plain) this.#plain.set(capability, plan);
    return this.prepareAs(plan, request, options);
  }

  /**
   * Like `prepare`, for a request with a plan.
   *
   * @throws `capability_unsupported` if the plan has no route.
   */
  prepareAs<Request extends object>(plan: Plan, request: Request, options: CallOptions): Prepared<Request> {
    const { matrix } = this.parts;
    const { capability, features } = plan;
    if (plan.route === undefined) throw this.refusal(plan, request, options);
    const planned = plan.dropped.length === 0 ? request : dropFeatures(request, plan.dropped);
    const slot: HttpSlot = { received: undefined };
    const collected =
      options.collect === false && !capability.endsWith('.stream') ? { ...options, collect: true } : options;
    return {
      capability,
      features,
      emulated: plan.emulated,
      request: 'toolChoice' in planned ? withoutImpliedChoice(planned, matrix.routes[plan.route]) : planned,
      call: {
        route: plan.route,
        warnings: [...plan.warnings, ...this.#keyWarnings(capability, options)],
        options: withHttpSlot(collected, slot),
        resume: features.includes('resume') && !plan.dropped.includes('resume'),
      },
      slot,
    };
  }

  /** Creates the error for a plan without a route. `models` are ids of models of the server that support the request. */
  refusal(plan: Plan, values: RangedValues, options: CallOptions, models?: readonly string[]): LmError {
    const { matrix, config, emulation } = this.parts;
    const { emulate = config.emulate } = options;
    const isUnwanted = emulation === undefined && emulate === 'never';
    return createCapabilityError(plan, matrix, options.route, {
      values,
      limits: config.limits,
      emulationStep: isUnwanted
        ? () => undefined
        : emulation && ((lacks, refused) => emulation.step(lacks, refused, this.emulateMode(options))),
      models,
    });
  }

  /** Starts a call synchronously. `warned` is set if its response will have the warning about the key. */
  start<T>(call: () => T): { readonly result: T; readonly warned: InsecureServer | undefined } {
    const before = this.#insecure;
    const result = call();
    return { result, warned: before === this.#insecure ? undefined : before };
  }

  /** Gives the warning to the next response, since a call failed before it had one. */
  warnAgain(warned: InsecureServer | undefined): void {
    this.#insecure ??= warned;
  }

  /** Returns the warning about the key for the first call with a response that can have it. */
  #keyWarnings(capability: Capability, { headers }: CallOptions): Warning[] {
    const insecure = this.#insecure;
    if (insecure === undefined || capability.startsWith('models.')) return [];
    if (!insecure.hasKey && !hasKeyHeader(headers)) return [];
    this.#insecure = undefined;
    return [insecure.warning];
  }

  /** Returns the use of emulated tools. It is `never` if nothing emulates them. */
  emulateMode({ emulate }: CallOptions): EmulateMode {
    const { config, emulation } = this.parts;
    return emulation === undefined ? 'never' : (emulate ?? config.emulate ?? 'missing');
  }

  /** Returns true if a stream whose connection closes early is to be resumed. */
  wantsResume(options: CallOptions): boolean {
    return options.resume ?? this.parts.config.resume ?? false;
  }

  /**
   * Checks the options of a call and returns them.
   *
   * @throws `closed` if the client is closed, `aborted` if the signal is already aborted.
   */
  begin(options: CallOptions): CallOptions {
    if (this.#closed)
      throw new LmError('closed', 'The client is closed. Create a new one.', { provider: this.parts.matrix.provider });
    checkCallOptions(options);
    if (options.signal?.aborted) throw abortedError(options.signal);
    return options;
  }

  /** Returns a scope for waiting between calls. The caller's signal and `close()` end it. Pass it to `closeWait` on every path. */
  openWait(signal: AbortSignal | undefined, describe: string): CallScope {
    const { clock, matrix } = this.parts;
    const scope = new CallScope(clock, signal, { provider: matrix.provider, describe: () => describe });
    this.#waits.add(scope);
    return scope;
  }

  /** Disposes a scope of `openWait`. */
  closeWait(scope: CallScope): void {
    this.#waits.delete(scope);
    scope.dispose();
  }

  /**
   * Returns the request with its model, or else with the default model.
   *
   * @throws `empty_model` if there is neither.
   */
  withModel<Request extends { readonly model?: string | undefined }>(
    request: Request,
    fallback: string | undefined = this.parts.config.model,
  ): WithModel<Request> {
    const model = request.model?.trim() ? request.model : fallback;
    if (!model?.trim()) throw emptyModelError(this.parts.matrix.provider, this.parts.config.autoModel);
    return { ...request, model };
  }

  /** Runs a call. Every failure becomes an `LmError` with the id of the provider. */
  async run<T>(call: () => Promise<T>, options?: CallOptions): Promise<T> {
    let warned: InsecureServer | undefined;
    try {
      const started = this.start(call);
      ({ warned } = started);
      return await started.result;
    } catch (error) {
      this.warnAgain(warned);
      throw this.named(error, options?.signal);
    }
  }

  /** Returns an `LmError` with the id of the provider. If the signal is aborted, another error, such as that of fetch, becomes `aborted`. */
  named(error: unknown, signal?: AbortSignal): LmError {
    const { provider } = this.parts.matrix;
    const failure = !isLmError(error) && signal?.aborted ? abortedError(signal) : toLmError(error, provider);
    (failure as { provider?: string }).provider ??= provider;
    return failure;
  }

  /** Prevents further calls and ends all waits. */
  close(): void {
    this.#closed = true;
    for (const scope of this.#waits) scope.close();
  }
}
