import type { CallOptions, OnUnsupported } from '../contract/call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature } from '../contract/capability.js';
import type { ClientConfig } from '../contract/client-config.js';
import type { Plan } from '../contract/plan.js';
import { dropFeatures } from '../capability/drop-features.js';
import { planRequest } from '../capability/plan-request.js';
import { capabilityError } from '../capability/refuse.js';
import type { Clock } from '../clock/clock.js';
import { LmError } from '../errors/lm-error.js';
import { toLmError } from '../errors/from-unknown.js';
import type { Provider, ProviderCall, WithModel } from '../provider/provider.js';
import { checkCallOptions } from './check-call-options.js';

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
    const plan = this.plan(capability, features, options);
    if (plan.route === undefined) throw capabilityError(plan, this.parts.matrix, options.route);
    return {
      request: dropFeatures(request, plan.dropped),
      call: { route: plan.route, warnings: plan.warnings, options },
    };
  }

  /** Checks what every call shares. */
  begin(options: CallOptions): void {
    if (this.#closed)
      throw new LmError('closed', 'The client is closed; make a new one.', { provider: this.parts.matrix.provider });
    checkCallOptions(options);
  }

  /** The request with its model, or `empty_model`. */
  withModel<Request extends { readonly model?: string | undefined }>(
    request: Request,
    fallback: string | undefined = this.parts.config.model,
  ): WithModel<Request> {
    const model = request.model === undefined || request.model === '' ? fallback : request.model;
    if (model === undefined || model.trim() === '') {
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
  async run<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw this.named(error);
    }
  }

  /** An error that names the provider. */
  named(error: unknown): LmError {
    const failure = toLmError(error, this.parts.matrix.provider);
    (failure as { provider?: string }).provider ??= this.parts.matrix.provider;
    return failure;
  }

  /** No call begins after this. Gives false when it was called before. */
  close(): boolean {
    const first = !this.#closed;
    this.#closed = true;
    return first;
  }
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
