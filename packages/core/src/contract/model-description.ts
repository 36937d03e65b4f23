import type { Capability, ChatFeature } from './capability.js';

/** Something that a model supports or does not support. */
export interface DescribedFeature {
  /** True if the model supports it. */
  readonly value: boolean;
  /** Origin of the value: the server, `models` of the configuration, or an error with which the server refused a request. */
  readonly source: 'server' | 'override' | 'learned';
  /** Time at which the value was obtained. For an override, the time at which the client was created. */
  readonly checkedAt: Date;
  /** Names of the routes of the provider to which the value applies. Absent if it applies to all of them. */
  readonly routes?: readonly string[] | undefined;
}

/** Features of a model by the names that the capability matrix has. What is not known is absent. */
type ByFeature<Value> = { readonly [Feature in Capability | ChatFeature]?: Value | undefined };

/** What is known about a model. Values that are not known are absent. */
export interface ModelDescription {
  /** Id of the model. */
  readonly id: string;
  /** What the model supports, by the names that the capability matrix has. */
  readonly features: ByFeature<DescribedFeature>;
  /** Context length in tokens with which the model runs. Absent if it is not loaded. */
  readonly contextLength?: number | undefined;
  /** Maximum context length in tokens with which the model can be loaded. */
  readonly maxContextLength?: number | undefined;
  /** Digest of the model's files. It changes when the model is replaced under the same id. */
  readonly digest?: string | undefined;
}

/** A description of a model, as a provider returns it. */
export interface DescribedModel extends Omit<ModelDescription, 'features'> {
  /** What the model supports. What the server does not tell is absent. */
  readonly features: ByFeature<boolean>;
  /** False if the server may describe more features later. `models.describe()` then requests them each time. Default true. */
  readonly complete?: boolean | undefined;
  /** False if the model is not loaded, so that it has no context length yet, which is then requested again. Default true. */
  readonly loaded?: boolean | undefined;
}

/** Corrections of the description of a model. */
export interface ModelOverrides {
  /** What the model supports, by the names that the capability matrix has. */
  readonly features?: ByFeature<boolean> | undefined;
  /** Context length in tokens with which the model runs. */
  readonly contextLength?: number | undefined;
  /** Maximum context length in tokens with which the model can be loaded. */
  readonly maxContextLength?: number | undefined;
}
