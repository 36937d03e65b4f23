import type { ModelDetails } from './model-details.js';

/** The values of `reasoning` that a native chat accepts. */
export interface ReasoningSettings {
  /** Names of the settings. `off` disables reasoning. */
  readonly allowed: readonly string[];
  readonly default: string;
}

/** The course of a simulated download. Nothing is transferred, and only the time determines its progress. */
export interface DownloadPlan {
  /** Duration in ms, without pauses. Default: the option `downloadMs`. */
  readonly ms?: number;
  /** Fraction (0 to 1) at which the download pauses. Default: never. */
  readonly pausesAt?: number;
  /**
   * Duration of the pause in ms, after which the download continues as if resumed in the app. Default: it stays paused.
   */
  readonly pausedForMs?: number;
  /** Fraction (0 to 1) at which the download fails. Default: it succeeds. */
  readonly failsAt?: number;
  /** Reason of the failure. */
  readonly reason?: string;
  /** Key of the reason in the status. Both have been observed. Default `error_message`. */
  readonly reasonKey?: 'error_message' | 'error';
}

/** A model that is "downloaded" or can be downloaded. */
export interface ModelDefinition extends ModelDetails {
  /** The key that requests use to name the model, case-insensitive. */
  readonly id: string;
  /** Type of the model. Default `llm`. */
  readonly type?: 'llm' | 'embedding';
  /**
   * Set to true to load the model at startup. Default: true for the first `llm` in the list if no `llm` sets this
   * option, and otherwise false.
   */
  readonly loaded?: boolean;
  /** Set to true to stream reasoning before the text, with the settings `off` and `on`. Default false. */
  readonly reasoning?: boolean | ReasoningSettings;
  /** Set to true to accept images. Default false: a chat with an image is refused. */
  readonly vision?: boolean;
  /** Maximum context length in tokens, for prompt and reply together. Default 8192. */
  readonly contextLength?: number;
  /** Number of dimensions of the vectors, for `embedding`. Default 256. */
  readonly dimensions?: number;
  /**
   * Set to false to ignore the context length that a load requests and use the maximum, like some MLX models. Default
   * true.
   */
  readonly keepsContextLength?: boolean;
  /** Makes every load fail with this reason. Default: loads succeed. */
  readonly failsToLoad?: string;
  /** Set to true to refuse a system message that is not the first message, like some chat templates. Default false. */
  readonly strictTemplate?: boolean;
  /** Marks the model as not yet downloaded, and sets the course of its download. Default: the model is downloaded. */
  readonly download?: DownloadPlan;
}

/**
 * Creates the definition of a model from its name. A name with "embed" is an embedding model, one with "think" or
 * "reason" a reasoning model, and one with "vision" or the word "vl" accepts images.
 */
export function modelNamed(id: string): ModelDefinition {
  if (/embed/i.test(id)) return { id, type: 'embedding' };
  const vision = /vision|(?<![a-z])vl(?![a-z])/i.test(id);
  return { id, reasoning: /think|reason/i.test(id), ...(vision && { vision }) };
}
