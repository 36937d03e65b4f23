import { stateOf } from '../../shared/models/download-job.js';
import type { DownloadJob } from '../../shared/models/download-job.js';
import { pause } from '../../shared/signals/delay.js';
import { completeModel } from '../../shared/models/model.js';
import type { Model } from '../../shared/models/model.js';
import type { ModelDefinition } from '../../shared/models/model-definition.js';
import { modelNamed } from '../../shared/models/model-named.js';
import type { ModelRegistry } from '../../shared/models/model-registry.js';
import type { ModelFeed } from './model-events.js';

/** Milliseconds between two looks at the clock. */
const LOOK_EVERY_MS = 20;

/** Share of the first file of two. */
const FIRST_SHARE = 0.9;

/** Settings of the downloads. */
export interface DownloadSettings {
  /** The models that are to be downloaded; any other name is made up. */
  readonly definitions: readonly ModelDefinition[];
  /** Milliseconds of a download without a plan. */
  readonly downloadMs: number;
  readonly nowMs: () => number;
}

/** How far each file is, by its address. */
type FileProgress = Readonly<Record<string, { readonly done: number; readonly total: number }>>;

interface Running {
  readonly model: Model;
  readonly controller: AbortController;
  progress: FileProgress | undefined;
}

/** Downloads from a hub: two files at once, told to the feed alone. */
export class Downloads {
  readonly #registry: ModelRegistry;
  readonly #feed: ModelFeed;
  readonly #settings: DownloadSettings;
  readonly #running = new Map<string, Running>();

  constructor(registry: ModelRegistry, feed: ModelFeed, settings: DownloadSettings) {
    this.#registry = registry;
    this.#feed = feed;
    this.#settings = settings;
  }

  /** What is being downloaded now. */
  get running(): readonly { readonly model: Model; readonly progress: FileProgress | undefined }[] {
    return [...this.#running.values()];
  }

  /** Begins a download, unless it goes on already. */
  begin(name: string): void {
    if (this.#running.has(name)) return;
    const { definitions, downloadMs, nowMs } = this.#settings;
    const definition = definitions.find(({ id }) => id === name) ?? modelNamed(name);
    const model = completeModel(definition);
    const present = this.#registry.models.some(({ id }) => id === name);
    const plan = { ...definition.download, ms: present ? 0 : (definition.download?.ms ?? downloadMs) };
    const job: DownloadJob = { id: name, key: name, totalBytes: model.sizeBytes, startedAt: nowMs(), plan };
    const running: Running = { model, controller: new AbortController(), progress: undefined };
    this.#running.set(name, running);
    void this.#run(job, running);
  }

  /** Ends a download; tells whether there was one. */
  cancel(name: string): boolean {
    const running = this.#running.get(name);
    running?.controller.abort();
    return running !== undefined;
  }

  async #run(job: DownloadJob, running: Running): Promise<void> {
    const { closing } = this.#registry.settings;
    const name = job.key;
    this.#feed.send({ model: name, event: 'model_status', data: { status: 'downloading' } });
    let event: 'download_finished' | 'download_failed' = 'download_failed';
    try {
      event = await this.#transfer(job, running, AbortSignal.any([closing, running.controller.signal]));
    } catch {
      // It was cancelled, or the emulator closes: what was there is lost.
    }
    this.#running.delete(name);
    this.#feed.send({ model: name, event });
    this.#feed.send({ model: '*', event: 'models_reload' });
  }

  async #transfer(job: DownloadJob, running: Running, signal: AbortSignal) {
    for (;;) {
      const { status, downloadedBytes } = stateOf(job, this.#settings.nowMs());
      // A repository that does not exist "finishes" too: only the list tells that nothing came of it.
      if (status === 'failed') return job.plan.failsAt === 0 ? 'download_finished' : 'download_failed';
      const progress = progressOf(job, downloadedBytes);
      if (JSON.stringify(progress) !== JSON.stringify(running.progress)) {
        running.progress = progress;
        this.#feed.send({ model: job.key, event: 'download_progress', data: progress });
      }
      if (status === 'completed') {
        this.#registry.add(running.model);
        return 'download_finished';
      }
      await pause(LOOK_EVERY_MS, signal);
    }
  }
}

/** Both files advance at once. */
function progressOf({ key, totalBytes }: DownloadJob, bytes: number): FileProgress {
  const [repository = key] = key.split(':');
  const base = `https://huggingface.co/${repository}/resolve/main`;
  const first = Math.floor(totalBytes * FIRST_SHARE);
  const done = Math.floor(bytes * FIRST_SHARE);
  return {
    [`${base}/model-00001-of-00002.gguf`]: { done, total: first },
    [`${base}/model-00002-of-00002.gguf`]: { done: bytes - done, total: totalBytes - first },
  };
}
