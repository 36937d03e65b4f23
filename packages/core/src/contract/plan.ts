import type { Capability, ChatFeature, RangedSetting, ValueRange } from './capability.js';
import type { DescribedFeature } from './model-description.js';
import type { Warning } from './warning.js';

/** A capability, a feature or the value of a setting that prevents the request from being served. */
export interface MissingFeature {
  /** The capability or feature that is not supported, or the setting whose value is out of range. */
  readonly feature: Capability | ChatFeature | RangedSetting;
  /** Names of the provider's routes that do not support it, or do not accept its value. */
  readonly routes: readonly string[];
  /** The requested value and the range of these routes, if the value is the reason. Absent if the feature itself is not supported. */
  readonly outOfRange?: { readonly value: number; readonly range: ValueRange } | undefined;
  /** The model, if the routes support the feature and only this model does not. */
  readonly model?: string | undefined;
}

/** Something that is known about the model of a request, and on which the plan depends. */
export interface PlanFact extends DescribedFeature {
  readonly feature: Capability | ChatFeature;
}

/** The decision on one request, made from the capability matrix before anything is sent. `LmClient.explain` returns it. */
export interface Plan {
  /** The operation. */
  readonly capability: Capability;
  /** Features that the request needs of the server in addition, which are not those in `emulated`. */
  readonly features: readonly ChatFeature[];
  /** Name of the route that serves the request. `undefined` if no route does. */
  readonly route: string | undefined;
  /** Features that are left out because `onUnsupported` is `warn` or `drop`. */
  readonly dropped: readonly ChatFeature[];
  /**
   * Features that lmux makes from another feature, because the route or the model lacks them or `emulate` is `always`: `tools`, `toolChoice` and
   * `parallelToolCalls` from `jsonSchema`. Empty if the server does everything itself.
   */
  readonly emulated: readonly ChatFeature[];
  /** Features that the route may or may not support. The request is sent with them. */
  readonly unverified: readonly (Capability | ChatFeature)[];
  /** Warnings that the response will contain. */
  readonly warnings: readonly Warning[];
  /**
   * Reasons for a refusal: each unsupported feature and each value out of range, with the routes concerned. Empty if a route serves the request.
   */
  readonly missing: readonly MissingFeature[];
  /** What is known about the model, for the capability and the features of the request. Empty if nothing is known. */
  readonly facts: readonly PlanFact[];
  /** Ids of the other registered providers that have a route for a refused request. Their server or model may not support it. */
  readonly supportedBy: readonly string[];
}
