import type { Capability, ChatFeature } from './capability.js';
import type { Warning } from './warning.js';

/** Something asked for that stands in the way, with the routes that lack it. */
export interface MissingFeature {
  readonly feature: Capability | ChatFeature;
  /** Routes of the provider that cannot do it. */
  readonly routes: readonly string[];
}

/** How a request would be served: what `explain` gives, and what the client follows. */
export interface Plan {
  /** What kind of call it is. */
  readonly capability: Capability;
  /** What the request asks for beyond the call itself. */
  readonly features: readonly ChatFeature[];
  /** The route that would serve it; `undefined` when it would be refused. */
  readonly route: string | undefined;
  /** Features that would be left out (`onUnsupported` is `warn` or `drop`). */
  readonly dropped: readonly ChatFeature[];
  /** Features that the route may or may not have: they are tried. */
  readonly unverified: readonly (Capability | ChatFeature)[];
  /** What would stand in `warnings` of the response. */
  readonly warnings: readonly Warning[];
  /** Why it would be refused: each feature with the routes that lack it. Empty when it would be served. */
  readonly missing: readonly MissingFeature[];
  /** Ids of the registered providers that could serve it, when this one cannot. */
  readonly supportedBy: readonly string[];
}
