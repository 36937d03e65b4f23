import type { ModelDescription } from './model-description.js';

/** The values that `reasoning` may have in a native chat. */
export interface ReasoningSettings {
  /** Any names; `off` turns reasoning off. */
  readonly allowed: readonly string[];
  readonly default: string;
}

/** How a download of the emulator runs. Nothing is transferred: only the clock moves it on. */
export interface DownloadPlan {
  /** Milliseconds from start to end, pauses not counted. Default: the option `downloadMs`. */
  readonly ms?: number;
  /** It pauses when this fraction (0 to 1) is there. Default: never. */
  readonly pausesAt?: number;
  /** Milliseconds after which it goes on, as if somebody had clicked in the app. Default: it stays paused. */
  readonly pausedForMs?: number;
  /** It fails when this fraction is there. Default: it succeeds. */
  readonly failsAt?: number;
  /** Why it failed. */
  readonly reason?: string;
  /** The key under which the reason stands; clients have seen both. Default `error_message`. */
  readonly reasonKey?: 'error_message' | 'error';
}

/** A model that the emulator has "downloaded", or can download. */
export interface ModelDefinition extends ModelDescription {
  /** The key by which clients name it; letter case does not matter. */
  readonly id: string;
  /** Default `llm`. */
  readonly type?: 'llm' | 'embedding';
  /** In memory from the start. Default: the first `llm` of the list if no `llm` says so, else false. */
  readonly loaded?: boolean;
  /** Streams a chain of thought before the text; true stands for the settings `off` and `on`. Default false. */
  readonly reasoning?: boolean | ReasoningSettings;
  /** Takes images. Default false: a chat with an image is refused. */
  readonly vision?: boolean;
  /** Tokens of prompt and reply together, the most that a load can ask for. Default 8192. */
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

/** A model known by its name alone: the name has to reveal its type. */
export function modelNamed(id: string): ModelDefinition {
  if (/embed/i.test(id)) return { id, type: 'embedding' };
  return { id, reasoning: /think|reason/i.test(id) };
}
