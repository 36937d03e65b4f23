import { pause } from '../signals/delay.js';
import type { Model } from './model.js';
import { Instance } from './instance.js';
import { loadConfig } from './load-config.js';
import type { LoadWishes } from './load-config.js';
import { LoadFailure } from './load-failure.js';
import type { LoadRequest } from './load-request.js';
import { loadSteps } from './load-steps.js';

/** What a name leads to: an instance in memory, or a model that would have to be loaded. */
export type Found =
  | { readonly kind: 'instance'; readonly instance: Instance }
  | { readonly kind: 'model'; readonly model: Model };

/** Settings of a registry. */
export interface RegistrySettings {
  /** Whether a request may load the model that it names. */
  readonly jit: boolean;
  /** Milliseconds that a load takes. */
  readonly loadMs: number;
  /** Requests at once, as an instance's settings tell it. */
  readonly parallel: number;
  /** Whether at most one instance of a type is there just in time, as in LM Studio. */
  readonly oneJustInTime: boolean;
  readonly nowMs: () => number;
  /** Fires when the emulator closes. */
  readonly closing: AbortSignal;
}

/** The downloaded models and the instances of them that are in memory. Both sides of the API share it. */
export class ModelRegistry {
  readonly settings: RegistrySettings;
  #models: Model[];
  #instances: Instance[] = [];
  /** Ids of loads in progress. They can be told from each other, but do not answer yet. */
  readonly #loading = new Set<string>();

  constructor(models: readonly Model[], settings: RegistrySettings) {
    this.settings = settings;
    this.#models = [...models];
  }

  get models(): readonly Model[] {
    return this.#models;
  }

  get instances(): readonly Instance[] {
    return this.#instances;
  }

  instancesOf(model: Model): readonly Instance[] {
    return this.#instances.filter((instance) => instance.model === model);
  }

  /** The downloaded model of this key, in any letter case. */
  model(key: string): Model | undefined {
    return this.#models.find(({ id }) => id.toLowerCase() === key.toLowerCase());
  }

  /** What `name` means: an instance's id, exactly, or a model's key, which its first instance serves. */
  named(name: string): Found | undefined {
    const exact = this.#instances.find(({ id }) => id === name);
    if (exact !== undefined) return { kind: 'instance', instance: exact };
    const model = this.model(name);
    if (model === undefined) return undefined;
    const [instance] = this.instancesOf(model);
    return instance === undefined ? { kind: 'model', model } : { kind: 'instance', instance };
  }

  /** Adds a model that was downloaded. */
  add(model: Model): void {
    if (this.model(model.id) === undefined) this.#models.push(model);
  }

  /** Takes a model off the disk; what it has in memory is taken out. */
  remove(model: Model): void {
    this.#models = this.#models.filter((other) => other !== model);
    this.#remove(this.instancesOf(model));
  }

  /** Takes an instance out of memory without ending the answers that it is giving. */
  retire(instance: Instance): void {
    this.#instances = this.#instances.filter((other) => other !== instance);
  }

  /** The context that a load with these wishes would have. */
  contextLength(model: Model, wishes: LoadWishes): number {
    return loadConfig(model, wishes, this.settings.parallel).contextLength;
  }

  /** Puts a model into memory at once, as it is at the start. */
  preload(model: Model): void {
    this.#instances.push(this.#create(model, {}));
  }

  /**
   * Loads one more instance of a model: not even a load in progress stands in for another, as in LM Studio.
   * It goes on when the client leaves, since only `closing` ends it.
   */
  async load(model: Model, request: LoadRequest = {}): Promise<Instance> {
    if (request.ttlMs !== undefined && this.settings.oneJustInTime) this.#evict(model.type);
    const instance = this.#create(model, request);
    this.#loading.add(instance.id);
    try {
      request.onStep?.({ kind: 'start', instance });
      const { loadMs, closing } = this.settings;
      const end = request.signal === undefined ? closing : AbortSignal.any([closing, request.signal]);
      for (const progress of loadSteps(model)) {
        await pause(progress.share * loadMs, end);
        request.onStep?.({ kind: 'progress', instance, progress: progress.at });
      }
    } finally {
      this.#loading.delete(instance.id);
    }
    if (model.failsToLoad !== undefined) throw new LoadFailure(model.failsToLoad);
    this.#instances.push(instance);
    request.onStep?.({ kind: 'end', instance, seconds: this.loadSeconds });
    return instance;
  }

  /** Seconds that a load takes, as replies tell it. */
  get loadSeconds(): number {
    return this.settings.loadMs / 1000;
  }

  /** Takes the instance of this id, exactly, out of memory; tells whether there was one. */
  unload(id: string): boolean {
    const instance = this.#instances.find((other) => other.id === id);
    if (instance !== undefined) this.#remove([instance]);
    return instance !== undefined;
  }

  /** Runs `work` with an instance, which does not expire meanwhile. */
  async using<T>(instance: Instance, work: () => Promise<T>): Promise<T> {
    instance.acquire();
    try {
      return await work();
    } finally {
      instance.release(this.settings.nowMs());
    }
  }

  /** Unloads what has been idle for its time to live. */
  expire(): void {
    const now = this.settings.nowMs();
    this.#remove(this.#instances.filter((instance) => (instance.remainingMs(now) ?? 1) <= 0));
  }

  #create(model: Model, { wishes = {}, ttlMs }: LoadRequest): Instance {
    const config = loadConfig(model, wishes, this.settings.parallel);
    const instance = new Instance(this.#freeId(model), model, config, ttlMs);
    instance.touch(this.settings.nowMs());
    return instance;
  }

  #freeId(model: Model): string {
    const taken = new Set([...this.#loading, ...this.#instances.map(({ id }) => id)]);
    let id = model.id;
    for (let number = 2; taken.has(id); number += 1) id = `${model.id}:${number}`;
    return id;
  }

  /** At most one instance of a type is there just in time: the next such load takes its place. */
  #evict(type: Model['type']): void {
    this.#remove(this.#instances.filter(({ model, ttlMs }) => model.type === type && ttlMs !== undefined));
  }

  #remove(leaving: readonly Instance[]): void {
    for (const instance of leaving) instance.unload();
    this.#instances = this.#instances.filter((instance) => !leaving.includes(instance));
  }
}
