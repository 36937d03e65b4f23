import { makeId } from '../../../shared/engine/make-id.js';
import { completeModel } from '../../../shared/models/model.js';
import type { Model } from '../../../shared/models/model.js';
import type { ModelDefinition } from '../../../shared/models/model-definition.js';
import { modelNamed } from '../../../shared/models/model-named.js';
import type { ModelRegistry } from '../../../shared/models/model-registry.js';
import { stateOf } from '../../../shared/models/download-job.js';
import type { DownloadJob } from '../../../shared/models/download-job.js';

/** Settings of the downloads. */
export interface DownloadSettings {
  /** The models that are to be downloaded; any other name is made up. */
  readonly definitions: readonly ModelDefinition[];
  /** Milliseconds of a download without a plan. */
  readonly downloadMs: number;
  readonly nowMs: () => number;
  readonly nextId: () => number;
}

/** Starts downloads and hands the models that are complete to the registry. */
export class DownloadCenter {
  readonly #registry: ModelRegistry;
  readonly #settings: DownloadSettings;
  readonly #jobs = new Map<string, { readonly job: DownloadJob; readonly model: Model; delivered: boolean }>();

  constructor(registry: ModelRegistry, settings: DownloadSettings) {
    this.#registry = registry;
    this.#settings = settings;
  }

  /** Starts a download, or gives the one of the same model that goes on; undefined when the model is there. */
  start(key: string, quantization: string | undefined): DownloadJob | undefined {
    if (this.#registry.model(key) !== undefined) return undefined;
    const running = [...this.#jobs.values()].find(({ job }) => sameKey(job.key, key) && this.#lives(job));
    if (running !== undefined) return running.job;
    const { definitions, downloadMs, nowMs, nextId } = this.#settings;
    const definition = definitions.find(({ id }) => sameKey(id, key)) ?? modelNamed(key.toLowerCase());
    const packed = quantization === undefined ? {} : { quantization: { name: quantization, bitsPerWeight: null } };
    const model = completeModel({ ...definition, ...packed });
    const job: DownloadJob = {
      id: makeId('job_', nextId()),
      key: model.id,
      totalBytes: model.sizeBytes,
      startedAt: nowMs(),
      plan: { ...definition.download, ms: definition.download?.ms ?? downloadMs },
    };
    this.#jobs.set(job.id, { job, model, delivered: false });
    return job;
  }

  /** The job of this id. */
  job(id: string): DownloadJob | undefined {
    return this.#jobs.get(id)?.job;
  }

  /** Lists the models whose download is complete by now. */
  deliver(): void {
    for (const entry of this.#jobs.values()) {
      if (entry.delivered || this.#status(entry.job) !== 'completed') continue;
      entry.delivered = true;
      this.#registry.add(entry.model);
    }
  }

  #lives(job: DownloadJob): boolean {
    return ['downloading', 'paused'].includes(this.#status(job));
  }

  #status(job: DownloadJob): string {
    return stateOf(job, this.#settings.nowMs()).status;
  }
}

function sameKey(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
