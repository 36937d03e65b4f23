import type { Capability, ChatFeature } from './capability.js';
import type { Warning } from './warning.js';

/** A required capability or feature that prevents the request from being served. */
export interface MissingFeature {
  readonly feature: Capability | ChatFeature;
  /** Names of the provider's routes that do not support it. */
  readonly routes: readonly string[];
}

/** The decision on one request, made from the capability matrix before anything is sent. `LmClient.explain` returns it. */
export interface Plan {
  /** The operation. */
  readonly capability: Capability;
  /** Features that the request needs in addition. */
  readonly features: readonly ChatFeature[];
  /** Name of the route that serves the request. `undefined` if no route does. */
  readonly route: string | undefined;
  /** Features that are left out because `onUnsupported` is `warn` or `drop`. */
  readonly dropped: readonly ChatFeature[];
  /** Features that the route may or may not support. The request is sent with them. */
  readonly unverified: readonly (Capability | ChatFeature)[];
  /** Warnings that the response will contain. */
  readonly warnings: readonly Warning[];
  /** Reasons for a refusal: each unsupported feature with the routes that lack it. Empty if a route serves the request. */
  readonly missing: readonly MissingFeature[];
  /** Ids of the other registered providers that could serve a refused request. */
  readonly supportedBy: readonly string[];
}
