import type { SamplingFeature } from './sampling.js';

/** Something that a provider can or cannot do on a route. */
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

/** Something that a request asks for by one of its fields (`resume` by an option), or that a route offers unasked (the last two). */
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

/** Whether a route can: `unknown` means that it depends on the server behind it; then it is tried. */
export type Support = 'yes' | 'no' | 'unknown';

/** A cell of the matrix: the answer, or the answer with a note for people. */
export type SupportCell = Support | { readonly support: Support; readonly note: string };

/** What one route can do: an answer for every capability and feature, so that none is forgotten. */
export type RouteCapabilities = { readonly [Key in Capability | ChatFeature]: SupportCell };

/** What a provider can do, per route; routes in its order of preference. */
export interface CapabilityMatrix {
  /** Id of the provider. */
  readonly provider: string;
  /** Routes by name. The planner tries them in this order. */
  readonly routes: { readonly [route: string]: RouteCapabilities };
}
