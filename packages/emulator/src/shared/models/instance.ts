import type { LoadConfig } from './load-config.js';
import type { Model } from './model.js';

/** A loaded instance of a model. */
export class Instance {
  /** The model's key, or `key:2` and so on for further instances. */
  readonly id: string;
  readonly model: Model;
  readonly config: LoadConfig;
  #ttlMs: number | undefined;
  #unloaded = false;
  #users = 0;
  #lastUsed = 0;

  constructor(id: string, model: Model, config: LoadConfig, ttlMs: number | undefined) {
    this.id = id;
    this.model = model;
    this.config = config;
    this.#ttlMs = ttlMs;
  }

  /** Idle time in ms after which the instance is unloaded. Undefined if it never expires. */
  get ttlMs(): number | undefined {
    return this.#ttlMs;
  }

  /** Sets the time to live. */
  keepFor(ttlMs: number | undefined): void {
    this.#ttlMs = ttlMs;
  }

  /** True if the instance was unloaded, even during a response. */
  get unloaded(): boolean {
    return this.#unloaded;
  }

  /** Returns the time in ms until it expires, or undefined if it never expires. */
  remainingMs(now: number): number | undefined {
    if (this.ttlMs === undefined) return undefined;
    return this.#users > 0 ? this.ttlMs : this.#lastUsed + this.ttlMs - now;
  }

  /** Restarts the time to live. */
  touch(now: number): void {
    this.#lastUsed = now;
  }

  /** Number of requests that are using the instance. */
  get users(): number {
    return this.#users;
  }

  /** Marks the instance as in use, which prevents it from expiring. */
  acquire(): void {
    this.#users += 1;
  }

  release(now: number): void {
    this.#users -= 1;
    this.touch(now);
  }

  unload(): void {
    this.#unloaded = true;
  }
}
