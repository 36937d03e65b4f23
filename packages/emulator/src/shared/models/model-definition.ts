import type { DownloadPlan } from './download-plan.js';
import type { ModelDescription } from './model-description.js';

/** The values that `reasoning` may have in a native chat. */
export interface ReasoningSettings {
  /** Any names; `off` turns reasoning off. */
  readonly allowed: readonly string[];
  readonly default: string;
}

/** A model that the emulator pretends to have downloaded, or to be able to. */
export interface ModelDefinition extends ModelDescription {
  /** The key by which clients name it; letter case does not matter. */
  readonly id: string;
  /** Default `llm`. */
  readonly type?: 'llm' | 'embedding';
  /** In memory from the start. Default: the first `llm` of the list if no `llm` says so, else false. */
  readonly loaded?: boolean;
  /** Streams a chain of thought before the answer; true stands for the settings `off` and `on`. Default false. */
  readonly reasoning?: boolean | ReasoningSettings;
  /** Takes images. Default false: a chat with an image is refused. */
  readonly vision?: boolean;
  /** Tokens of prompt and answer together, the most that a load can ask for. Default 8192. */
  readonly contextLength?: number;
  /** Length of its vectors, for `embedding`. Default 256. */
  readonly dimensions?: number;
  /** Whether a load gets the context length that it asks for; some MLX models always take all. Default true. */
  readonly keepsContextLength?: boolean;
  /** Every load fails, for this reason. Default: loads succeed. */
  readonly failsToLoad?: string;
  /** Its chat template refuses a system message that is not the first message. Default false. */
  readonly strictTemplate?: boolean;
  /** The model is not there yet: a download under its id runs like this. Default: it is there. */
  readonly download?: DownloadPlan;
}
