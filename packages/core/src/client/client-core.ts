import type { CallOptions, OnUnsupported } from '../contract/call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature } from '../contract/capability.js';
import type { ClientConfig } from '../contract/client-config.js';
import type { Plan } from '../contract/plan.js';
import { dropFeatures } from '../capability/drop-features.js';
import { planRequest } from '../capability/plan-request.js';
import { createCapabilityError } from '../capability/create-capability-error.js';
import type { Clock } from '../clock/clock.js';
import { LmError } from '../errors/lm-error.js';
import { isLmError, toLmError } from '../errors/guards.js';
import type { Provider, ProviderCall, WithModel } from '../provider/provider.js';
import { CallScope } from '../signals/call-scope.js';
import { checkCallOptions } from '../validate/check-call-options.js';

/** What a client is made of, everything settled. */
export interface ClientParts {
  readonly provider: Provider;
  readonly matrix: CapabilityMatrix;
  /** Matrices of the other registered providers. */
  readonly others: readonly CapabilityMatrix[];
  readonly config: ClientConfig;
  readonly clock: Clock;
}

/** A request ready for the provider. */
export interface Prepared<Request> {
  readonly request: Request;
  readonly call: ProviderCall;
}

/** What all verbs share: checks, the default model, the plan. Nothing here sends. */
export class ClientCore {
  readonly parts: ClientParts;
  readonly #waits = new Set<CallScope>();
  /** Plans of calls that ask for nothing beside the capability: most calls, planned the same each time. */
  readonly #plain = new Map<Capability, Plan>();
  #closed = false;

  constructor(parts: ClientParts) {
    this.parts = parts;
  }

  /** Plans a call and gives what goes with it; throws `capability_unsupported` where no route can. */
  plan(capability: Capability, features: readonly ChatFeature[], options: CallOptions): Plan {
    const { matrix, others, config } = this.parts;
    const onUnsupported: OnUnsupported = options.onUnsupported ?? config.onUnsupported ?? 'error';
    return planRequest(matrix, { capability, features, onUnsupported, route: options.route, others });
  }

  /** Plans and settles a request. */
  prepare<Request extends object>(
    capability: Capability,
    features: readonly ChatFeature[],
    request: Request,
    options: CallOptions,
  ): Prepared<Request> {
    const plain = features.length === 0 && options.route === undefined && options.onUnsupported === undefined;
    const plan = (plain ? this.#plain.get(capability) : undefined) ?? this.plan(capability, features, options);
    if (plain) this.#plain.set(capability, plan);
    if (plan.route === undefined) throw createCapabilityError(plan, this.parts.matrix, options.route);
    return {
      request: plan.dropped.length === 0 ? request : dropFeatures(request, plan.dropped),
      call: {
        route: plan.route,
        warnings: [...plan.warnings],
        options,
        resume: features.includes('resume') && !plan.dropped.includes('resume'),
      },
    };
  }

  /** Whether a stream that breaks off is to be taken up again. */
  wantsResume(options: CallOptions): boolean {
    return options.resume ?? this.parts.config.resume ?? false;
  }

  /** Checks what every call shares; gives the options back. */
  begin(options: CallOptions): CallOptions {
    if (this.#closed)
      throw new LmError('closed', 'The client is closed; make a new one.', { provider: this.parts.matrix.provider });
    checkCallOptions(options);
    if (options.signal?.aborted) throw abortedError(options.signal);
    return options;
  }

  /** What ends a wait between calls: the caller's signal, and `close`. Dispose it on every path. */
  openWait(signal: AbortSignal | undefined, describe: string): CallScope {
    const { clock, matrix } = this.parts;
    const scope = new CallScope(clock, signal, { provider: matrix.provider, describe: () => describe });
    this.#waits.add(scope);
    return scope;
  }

  /** The wait is over. */
  closeWait(scope: CallScope): void {
    this.#waits.delete(scope);
    scope.dispose();
  }

  /** The request with its model, or `empty_model`. */
  withModel<Request extends { readonly model?: string | undefined }>(
    request: Request,
    fallback: string | undefined = this.parts.config.model,
  ): WithModel<Request> {
    const model = request.model?.trim() ? request.model : fallback;
    if (!model?.trim()) {
      throw new LmError(
        'empty_model',
        'The request names no model and the client has no default. Set "model" in the request or the config (LM_MODEL).',
        {
          provider: this.parts.matrix.provider,
        },
      );
    }
    return { ...request, model };
  }

  /** Runs a call and makes every failure an `LmError` that names the provider. */
  async run<T>(call: () => Promise<T>, options?: CallOptions): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw this.named(error, options?.signal);
    }
  }

  /** An error that names the provider. A foreign one that an abort brought about (fetch throws its own) is `aborted`. */
  named(error: unknown, signal?: AbortSignal): LmError {
    const { provider } = this.parts.matrix;
    const failure = !isLmError(error) && signal?.aborted ? abortedError(signal) : toLmError(error, provider);
    (failure as { provider?: string }).provider ??= provider;
    return failure;
  }

  /** No call begins after this, and no wait goes on. */
  close(): void {
    this.#closed = true;
    for (const scope of this.#waits) scope.fail(new LmError('closed', 'The client was closed while the call ran.'));
  }
}

function abortedError(signal: AbortSignal): LmError {
  return new LmError('aborted', 'The caller aborted the call. The reason is in "cause".', { cause: signal.reason });
}

/** A method of the provider, which `checkProvider` has made sure of for providers of `defineProvider`. */
export function methodOf<Name extends keyof Provider>(
  provider: Provider,
  name: Name,
  id: string,
): NonNullable<Provider[Name]> {
  const method = provider[name];
  if (typeof method !== 'function') {
    throw new LmError('plugin_invalid', `Provider "${id}" declares what needs ${name}() but has no such method.`, {
      provider: id,
    });
  }
  return method.bind(provider) as NonNullable<Provider[Name]>;
}
