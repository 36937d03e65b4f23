import type { MissingFeature } from '../contract/plan.js';
import { maskSecrets } from './redact.js';
import { brandErrorClass, LmError, type LmErrorInit } from './lm-error.js';

/** The parameters of a `CapabilityError`. */
export interface CapabilityErrorInit extends LmErrorInit {
  readonly missing: readonly MissingFeature[];
  readonly supportedBy: readonly string[];
  readonly models?: readonly string[] | undefined;
}

/** No route of the provider supports the request. Nothing was sent. */
export class CapabilityError extends LmError {
  static {
    brandErrorClass(this.prototype, 'CapabilityError', 'capability');
  }
  /** The unsupported capabilities and features, each with the routes that lack it. */
  readonly missing: readonly MissingFeature[];
  /** Ids of the registered providers that have a route for the request. Their server or model may not support it. */
  readonly supportedBy: readonly string[];
  /** Ids of up to five models of the server that support the request, if only its model does not. Empty if none is known. */
  readonly models: readonly string[];

  constructor(message: string, init: CapabilityErrorInit) {
    super('capability_unsupported', message, init);
    this.missing = init.missing;
    this.supportedBy = init.supportedBy;
    this.models = init.models ?? [];
  }

  override toJSON(): Record<string, unknown> {
    const missing = this.missing.map((one) =>
      one.model === undefined ? one : { ...one, model: maskSecrets(one.model) },
    );
    return {
      ...super.toJSON(),
      missing,
      supportedBy: this.supportedBy,
      models: this.models.map((model) => maskSecrets(model)),
    };
  }
}
