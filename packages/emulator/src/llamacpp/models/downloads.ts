import { POLL_MS, stateOf } from '../../shared/models/download-job.js';
import type { DownloadJob, DownloadSettings } from '../../shared/models/download-job.js';
import { modelNamed } from '../../shared/models/model-definition.js';
import { completeModel } from '../../shared/models/model.js';
import type { Model } from '../../shared/models/model.js';
import { checkRoom } from '../../shared/models/model-registry.js';
import type { EmulatorContext } from '../../shared/server/generation-context.js';
import { delay } from '../../shared/signals/delay.js';
import type { ModelEvents } from './model-events.js';

/** Share of the first of the two files in the total size. */
const FIRST_SHARE = 0.9;

type Emulator = Pick<EmulatorContext, 'registry' | 'nowMs'>;

/** The progress of each file, by its URL. */
type FileProgress = Readonly<Record<string, { readonly done: number; readonly total: number }>>;

interface Running {
  readonly model: Model;
  readonly controller: AbortController;
  progress: FileProgress | undefined;
}

/** Downloads from Hugging Face. Each has two files that advance in parallel, and only events report it. */
export class Downloads {
  readonly #emulator: Emulator;
  readonly #events: ModelEvents;
  readonly #settings: DownloadSettings;
  readonly #running = new Map<string, Running>();

  constructor(emulator: Emulator, events: ModelEvents, settings: DownloadSettings) {
    this.#emulator = emulator;
    this.#events = events;
    this.#settings = settings;
  }

  /** The downloads in progress. */
  get running(): readonly { readonly model: Model; readonly progress: FileProgress | undefined }[] {
    return [...this.#running.values()];
  }

  /** Starts a download unless the same one is in progress. */
  begin(name: string): void {
    if (this.#running.has(name)) return;
    const { registry, nowMs } = this.#emulator;
    checkRoom(registry, this.#running.size);
    const { definitions, downloadMs } = this.#settings;
    const definition = definitions.find(({ id }) => id === name) ?? modelNamed(name);
    const model = completeModel(definition);
    const present = registry.models.some(({ id }) => id === name);
    const plan = { ...definition.download, ms: present ? 0 : (definition.download?.ms ?? downloadMs) };
    const job: DownloadJob = { id: name, key: name, totalBytes: model.sizeBytes, startedAt: nowMs(), plan };
    const running: Running = { model, controller: new AbortController(), progress: undefined };
    this.#running.set(name, running);
    void this.#run(job, running);
  }

  /** Cancels a download. Returns false if there is none. */
  cancel(name: string): boolean {
    const running = this.#running.get(name);
    running?.controller.abort();
    return running !== undefined;
  }

  async #run(job: DownloadJob, running: Running): Promise<void> {
    const { closing } = this.#emulator.registry.settings;
    const name = job.key;
    this.#events.send({ model: name, event: 'model_status', data: { status: 'downloading' } });
    let event: 'download_finished' | 'download_failed' = 'download_failed';
    try {
      event = await this.#transfer(job, running, AbortSignal.any([closing, running.controller.signal]));
    } catch {
      // The download was canceled or the emulator is closing. Partial data is discarded.
    }
    this.#running.delete(name);
    this.#events.send({ model: name, event });
    this.#events.send({ model: '*', event: 'models_reload' });
  }

  async #transfer(job: DownloadJob, running: Running, signal: AbortSignal) {
    for (;;) {
      const { status, downloadedBytes } = stateOf(job, this.#emulator.nowMs());
      // The download of a nonexistent repository "finishes" too. Only the model list shows that there is no new model.
      if (status === 'failed') return job.plan.failsAt === 0 ? 'download_finished' : 'download_failed';
      const progress = progressOf(job, downloadedBytes);
      if (JSON.stringify(progress) !== JSON.stringify(running.progress)) {
        running.progress = progress;
        this.#events.send({ model: job.key, event: 'download_progress', data: progress });
      }
      if (status === 'completed') {
        this.#emulator.registry.add(running.model);
        return 'download_finished';
      }
      await delay(POLL_MS, signal);
    }
  }
}

/** Splits the progress over the two files, which advance in parallel. */
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
