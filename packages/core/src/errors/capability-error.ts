import type { MissingFeature } from '../contract/plan.js';
import { brandErrorClass, LmError, type LmErrorInit } from './lm-error.js';

/** What a `CapabilityError` is made from. */
export interface CapabilityErrorInit extends LmErrorInit {
  readonly missing: readonly MissingFeature[];
  readonly supportedBy: readonly string[];
}

/** No route of the provider can do what was asked; nothing was sent. */
export class CapabilityError extends LmError {
  static {
    brandErrorClass(this.prototype, 'CapabilityError', 'capability');
  }
  /** What stands in the way, each with the routes that lack it. */
  readonly missing: readonly MissingFeature[];
  /** Ids of the registered providers that could serve the request. */
  readonly supportedBy: readonly string[];

  constructor(message: string, init: CapabilityErrorInit) {
    super('capability_unsupported', message, init);
    this.missing = init.missing;
    this.supportedBy = init.supportedBy;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), missing: this.missing, supportedBy: this.supportedBy };
  }
}
