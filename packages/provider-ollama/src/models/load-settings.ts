import { readNumber, readPositive } from '@lmux/core/provider/json';
import type { OllamaOptions } from '../encode/wire.js';
import { canonicalModelName } from './model-name.js';

/**
 * The options with which a model is loaded. Ollama reloads the model for a request with other values, and for one without them, since it
 * then uses its defaults (ollama/ollama, type Runner in api/types.go and needsReload in server/sched.go; verified with 0.17.4).
 */
const RUNNER_OPTIONS = ['num_ctx', 'num_batch', 'num_gpu', 'main_gpu', 'use_mmap', 'num_thread'] as const;

/** The settings of one loaded model. */
interface LoadSetting {
  readonly options: OllamaOptions;
  /** Context length in tokens with which the model runs. It may be less than the requested one. */
  readonly contextLength: number | undefined;
}

/**
 * Remembers the settings with which this client has loaded each model, or found it with `ensureLoaded`. Requests that repeat them do not
 * reload the model (Aider-AI/aider issue 4764).
 */
export class LoadSettings {
  readonly #settings = new Map<string, LoadSetting>();

  /** Remembers the options of a load. */
  loaded(model: string, options: OllamaOptions | undefined, contextLength: number | undefined): void {
    const kept = RUNNER_OPTIONS.map((name) => [name, options?.[name]] as const).filter(
      ([, value]) => value !== undefined,
    );
    if (kept.length === 0) return this.forget(model);
    const isSet = readNumber(options?.num_ctx) !== undefined;
    this.#settings.set(canonicalModelName(model), {
      options: Object.fromEntries(kept),
      contextLength: isSet ? contextLength : undefined,
    });
  }

  /** Remembers the context length of a running model that is used instead of loading it. */
  reused(model: string, contextLength: number | undefined): void {
    const num_ctx = readPositive(contextLength);
    const known = this.#settings.get(canonicalModelName(model));
    if (num_ctx === undefined || known?.contextLength === num_ctx) return;
    // A load without a context length uses the server's default, which needs not be repeated.
    if (known !== undefined && known.options.num_ctx === undefined) return;
    this.#settings.set(canonicalModelName(model), { options: { num_ctx }, contextLength: num_ctx });
  }

  /** Forgets the settings of a model, since it is unloaded. */
  forget(model: string): void {
    this.#settings.delete(canonicalModelName(model));
  }

  /** Returns the options that a request has to repeat. A request may override them. */
  optionsOf(model: string): OllamaOptions | undefined {
    return this.#settings.get(canonicalModelName(model))?.options;
  }

  /** Returns the context length in tokens with which the model was loaded, if a load or `ensureLoaded` determined it. */
  contextLengthOf(model: string): number | undefined {
    return this.#settings.get(canonicalModelName(model))?.contextLength;
  }
}
