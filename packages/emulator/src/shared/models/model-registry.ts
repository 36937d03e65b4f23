import { delay } from '../signals/delay.js';
import { Instance } from './instance.js';
import { loadConfig } from './load-config.js';
import type { LoadOptions } from './load-config.js';
import { LoadFailure, loadSteps } from './load-request.js';
import type { LoadRequest } from './load-request.js';
import type { ModelDefinition } from './model-definition.js';
import { completeModel } from './model.js';
import type { Model } from './model.js';

/** What a name leads to: an instance in memory, or a model that would have to be loaded. */
export type Found =
  | { readonly kind: 'instance'; readonly instance: Instance }
  | { readonly kind: 'model'; readonly model: Model };

/** The model of what was found. */
export function modelOf(found: Found): Model {
  return found.kind === 'instance' ? found.instance.model : found.model;
}

/** Settings of a registry. */
export interface RegistrySettings {
  /** Whether a request may load the model that it names. */
  readonly jit: boolean;
  /** Milliseconds that a load takes. */
  readonly loadMs: number;
  /** Requests at once, as an instance's settings report it. */
  readonly parallel: number;
  /** Whether at most one instance of a type is there just in time: the next such load replaces it. */
  readonly oneJustInTime: boolean;
  readonly nowMs: () => number;
  /** Fires when the emulator closes. */
  readonly closing: AbortSignal;
}

/** The downloaded models and the instances of them that are in memory. All routes of a server share it. */
export class ModelRegistry {
  readonly settings: RegistrySettings;
  #models: Model[];
  #instances: Instance[] = [];
  /** Ids of loads in progress. They are taken, but do not respond yet. */
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

  /** Takes an instance out of memory without ending the responses that it is generating. */
  retire(instance: Instance): void {
    this.#instances = this.#instances.filter((other) => other !== instance);
  }

  /** The context length that a load with these options would have. */
  contextLength(model: Model, options: LoadOptions): number {
    return loadConfig(model, options, this.settings.parallel).contextLength;
  }

  /** Puts a model into memory at once, as it is at the start. */
  preload(model: Model): void {
    this.#instances.push(this.#create(model, {}));
  }

  /**
   * Loads one more instance of a model: a load in progress is not shared.
   * It goes on when the client disconnects, since only `closing` ends it.
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
        await delay(progress.share * loadMs, end);
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

  /** Seconds that a load takes, as replies report it. */
  get loadSeconds(): number {
    return this.settings.loadMs / 1000;
  }

  /** Takes the instance of this id, exactly, out of memory; returns whether there was one. */
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

  #create(model: Model, { options = {}, ttlMs }: LoadRequest): Instance {
    const config = loadConfig(model, options, this.settings.parallel);
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

  #remove(removed: readonly Instance[]): void {
    for (const instance of removed) instance.unload();
    this.#instances = this.#instances.filter((instance) => !removed.includes(instance));
  }
}

/** A registry with the models that are there, and those of them in memory that say so. */
export function seedRegistry(definitions: readonly ModelDefinition[], settings: RegistrySettings): ModelRegistry {
  const here = definitions.filter(({ download }) => download === undefined);
  const registry = new ModelRegistry(here.map(completeModel), settings);
  const anySays = here.some(({ type, loaded }) => type !== 'embedding' && loaded !== undefined);
  const first = anySays ? undefined : here.find(({ type }) => type !== 'embedding');
  for (const definition of here) {
    const model = registry.model(definition.id);
    if (model !== undefined && (definition.loaded === true || definition === first)) registry.preload(model);
  }
  return registry;
}
