import { makeId } from '../../../shared/engine/make-id.js';
import { stateOf } from '../../../shared/models/download-job.js';
import type { DownloadJob, DownloadSettings } from '../../../shared/models/download-job.js';
import { modelNamed } from '../../../shared/models/model-definition.js';
import { completeModel } from '../../../shared/models/model.js';
import type { Model } from '../../../shared/models/model.js';
import { checkRoom } from '../../../shared/models/model-registry.js';
import type { EmulatorContext } from '../../../shared/server/generation-context.js';
import { evictOldest } from '../../../shared/store/evict-oldest.js';

/** Maximum number of jobs whose state is kept. */
const MAX_JOBS = 1000;

type Emulator = Pick<EmulatorContext, 'registry' | 'nowMs' | 'nextId'>;

/** Starts downloads and adds completed models to the registry. */
export class DownloadCenter {
  readonly #emulator: Emulator;
  readonly #settings: DownloadSettings;
  readonly #jobs = new Map<string, { readonly job: DownloadJob; readonly model: Model; delivered: boolean }>();

  constructor(emulator: Emulator, settings: DownloadSettings) {
    this.#emulator = emulator;
    this.#settings = settings;
  }

  /**
   * Starts a download or returns the one in progress for the same model. Returns undefined if the model is already
   * downloaded.
   */
  start(key: string, quantization: string | undefined): DownloadJob | undefined {
    const { registry, nowMs, nextId } = this.#emulator;
    if (registry.model(key) !== undefined) return undefined;
    const running = [...this.#jobs.values()].find(({ job }) => sameKey(job.key, key) && this.#isActive(job));
    if (running !== undefined) return running.job;
    checkRoom(registry, [...this.#jobs.values()].filter((entry) => this.#isActive(entry.job)).length);
    const { definitions, downloadMs } = this.#settings;
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
    evictOldest(this.#jobs, { maxCount: MAX_JOBS, inUse: (entry) => this.#isActive(entry.job) });
    return job;
  }

  /** Returns the job of this id. */
  job(id: string): DownloadJob | undefined {
    return this.#jobs.get(id)?.job;
  }

  /** Adds the models whose download is complete to the registry. */
  deliver(): void {
    for (const entry of this.#jobs.values()) {
      if (entry.delivered || this.#status(entry.job) !== 'completed') continue;
      entry.delivered = true;
      this.#emulator.registry.add(entry.model);
    }
  }

  #isActive(job: DownloadJob): boolean {
    return ['downloading', 'paused'].includes(this.#status(job));
  }

  #status(job: DownloadJob): string {
    return stateOf(job, this.#emulator.nowMs()).status;
  }
}

function sameKey(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
