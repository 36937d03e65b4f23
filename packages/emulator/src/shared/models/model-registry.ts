import { Refusal } from '../http/refusal.js';
import { delay } from '../signals/delay.js';
import { Instance } from './instance.js';
import { loadConfig } from './load-config.js';
import type { LoadOptions } from './load-config.js';
import { LoadFailure, loadSteps } from './load-request.js';
import type { LoadRequest } from './load-request.js';
import type { ModelDefinition } from './model-definition.js';
import { completeModel } from './model.js';
import type { Model } from './model.js';

/** The result of looking up a name: a loaded instance, or a model that must be loaded first. */
export type Found =
  | { readonly kind: 'instance'; readonly instance: Instance }
  | { readonly kind: 'model'; readonly model: Model };

/** Returns the model of a lookup result. */
export function modelOf(found: Found): Model {
  return found.kind === 'instance' ? found.instance.model : found.model;
}

/** Settings of a model registry. */
export interface RegistrySettings {
  /** True if a request loads the model that it names. */
  readonly jit: boolean;
  /** Time in ms to load a model. */
  readonly loadMs: number;
  /** Maximum number of concurrent requests that the settings of an instance report. */
  readonly parallel: number;
  /** True if the next just-in-time load of a model type replaces the previous one. */
  readonly oneJustInTime: boolean;
  readonly nowMs: () => number;
  /** Aborts when the emulator closes. */
  readonly closing: AbortSignal;
}

/** Maximum number of models, including those that are being downloaded. Clients can download models of any name. */
const MAX_MODELS = 1000;

/** Maximum number of loaded instances. */
const MAX_INSTANCES = 1000;

/** The downloaded models and their loaded instances. All routes of a server share it. */
export class ModelRegistry {
  readonly settings: RegistrySettings;
  #models: Model[];
  #instances: Instance[] = [];
  /** Ids of loads in progress. They are reserved, but their instances do not serve requests yet. */
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

  /** Finds the downloaded model of this key, ignoring case. */
  model(key: string): Model | undefined {
    return this.#models.find(({ id }) => id.toLowerCase() === key.toLowerCase());
  }

  /**
   * Looks up `name`, which is the exact id of an instance or the key of a model. The first instance of a model serves
   * its key.
   */
  named(name: string): Found | undefined {
    const exact = this.#instances.find(({ id }) => id === name);
    if (exact !== undefined) return { kind: 'instance', instance: exact };
    const model = this.model(name);
    if (model === undefined) return undefined;
    const [instance] = this.instancesOf(model);
    return instance === undefined ? { kind: 'model', model } : { kind: 'instance', instance };
  }

  /** Adds a downloaded model. */
  add(model: Model): void {
    if (this.model(model.id) === undefined) this.#models.push(model);
  }

  /** Replaces a model by a new version of it. Its instances are unloaded, and their replies in progress continue. */
  replace(model: Model, by: Model): void {
    this.#models = this.#models.map((other) => (other === model ? by : other));
    this.#instances = this.#instances.filter((instance) => instance.model !== model);
  }

  /** Deletes a model and unloads its instances. */
  remove(model: Model): void {
    this.#models = this.#models.filter((other) => other !== model);
    this.#remove(this.instancesOf(model));
  }

  /** Unloads an instance without ending the responses that it is generating. */
  retire(instance: Instance): void {
    this.#instances = this.#instances.filter((other) => other !== instance);
  }

  /** Returns the context length of a load with these options. */
  contextLength(model: Model, options: LoadOptions): number {
    return loadConfig(model, options, this.settings.parallel).contextLength;
  }

  /** Loads a model immediately, for the start of the emulator. */
  preload(model: Model): void {
    this.#instances.push(this.#create(model, {}));
  }

  /**
   * Loads another instance of a model. Loads in progress are not shared. A load continues after the client disconnects,
   * since only `closing` and the signal of the request cancel it.
   */
  async load(model: Model, request: LoadRequest = {}): Promise<Instance> {
    if (request.ttlMs !== undefined && this.settings.oneJustInTime) this.#evict(model.type);
    if (this.#instances.length + this.#loading.size >= MAX_INSTANCES) {
      throw new LoadFailure(`The emulator has ${MAX_INSTANCES} loaded instances. Unload some first.`);
    }
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

  /** Load time in seconds, as responses report it. */
  get loadSeconds(): number {
    return this.settings.loadMs / 1000;
  }

  /** Unloads the instance with exactly this id. Returns false if there is none. */
  unload(id: string): boolean {
    const instance = this.#instances.find((other) => other.id === id);
    if (instance !== undefined) this.#remove([instance]);
    return instance !== undefined;
  }

  /** Runs `work` with an instance. The instance does not expire meanwhile. */
  async using<T>(instance: Instance, work: () => Promise<T>): Promise<T> {
    instance.acquire();
    try {
      return await work();
    } finally {
      instance.release(this.settings.nowMs());
    }
  }

  /** Unloads the instances that have been idle for their time to live. */
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

  /** Unloads the instance of this type that was loaded just in time, because the next such load replaces it. */
  #evict(type: Model['type']): void {
    this.#remove(this.#instances.filter(({ model, ttlMs }) => model.type === type && ttlMs !== undefined));
  }

  #remove(removed: readonly Instance[]): void {
    for (const instance of removed) instance.unload();
    this.#instances = this.#instances.filter((instance) => !removed.includes(instance));
  }
}

/** Throws a refusal if there is no room for another model besides those that are being downloaded. */
export function checkRoom({ models }: ModelRegistry, downloading: number): void {
  if (models.length + downloading < MAX_MODELS) return;
  throw new Refusal(500, `The emulator has ${MAX_MODELS} models. Delete some, or restart it.`);
}

/** Creates a registry with the downloaded models and loads those that are marked as loaded. */
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
