import type { SamplingFeature } from './sampling.js';

/** A kind of call that a route of a provider supports or does not support. */
export type Capability =
  | 'chat'
  | 'chat.stream'
  | 'completion'
  | 'completion.stream'
  | 'embedding'
  | 'models.list'
  | 'models.running'
  | 'models.load'
  | 'models.unload'
  | 'models.download'
  | 'models.downloadStatus';

/** Something that a request needs because of one of its fields (`resume`: of an option), or that a route offers by itself (the last two). */
export type ChatFeature =
  | 'systemMessage'
  | 'assistantMessages'
  | 'tools'
  | 'toolChoice'
  | 'jsonObject'
  | 'jsonSchema'
  | 'imageInput'
  | 'reasoning'
  | SamplingFeature
  | 'logprobs'
  | 'statefulChat'
  | 'integrations'
  | 'contextLength'
  | 'ttl'
  | 'resume'
  | 'loadProgress'
  | 'promptProgress';

/** Whether a route supports something: `unknown` means that it depends on the server behind it. The request is then sent. */
export type Support = 'yes' | 'no' | 'unknown';

/** A cell of the matrix: the support, or the support with a note for people. */
export type SupportCell = Support | { readonly support: Support; readonly note: string };

/** What one route supports: a cell for every capability and feature, so that none is forgotten. */
export type RouteCapabilities = { readonly [Key in Capability | ChatFeature]: SupportCell };

/** What a provider supports, per route; routes in its order of preference. */
export interface CapabilityMatrix {
  /** Id of the provider. */
  readonly provider: string;
  /** Routes by name. The planner tries them in this order. */
  readonly routes: { readonly [route: string]: RouteCapabilities };
}
