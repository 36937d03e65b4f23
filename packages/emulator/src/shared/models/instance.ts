import type { LoadConfig } from './load-config.js';
import type { Model } from './model.js';

/** A model in memory. */
export class Instance {
  /** The model's key, or `key:2` and so on. */
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

  /** How long it stays without use; undefined for one that stays for good. */
  get ttlMs(): number | undefined {
    return this.#ttlMs;
  }

  /** Gives it another time to live. */
  keepFor(ttlMs: number | undefined): void {
    this.#ttlMs = ttlMs;
  }

  /** Whether it was taken out of memory, even in the middle of a response. */
  get unloaded(): boolean {
    return this.#unloaded;
  }

  /** Milliseconds until it expires, or undefined if it never does. */
  remainingMs(now: number): number | undefined {
    if (this.ttlMs === undefined) return undefined;
    return this.#users > 0 ? this.ttlMs : this.#lastUsed + this.ttlMs - now;
  }

  /** Starts the time to live anew. */
  touch(now: number): void {
    this.#lastUsed = now;
  }

  /** How many requests use it now. */
  get users(): number {
    return this.#users;
  }

  /** Marks it as in use, which keeps it from expiring. */
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
