import { stateOf } from '../../shared/models/download-job.js';
import type { DownloadSettings, DownloadState } from '../../shared/models/download-job.js';
import { modelNamed } from '../../shared/models/model-definition.js';
import type { ModelDefinition } from '../../shared/models/model-definition.js';
import { completeModel } from '../../shared/models/model.js';
import type { Model } from '../../shared/models/model.js';
import type { EmulatorContext } from '../../shared/server/generation-context.js';
import { findModel, withTag } from '../model-name.js';
import { layersOf } from './layers.js';
import type { Layer } from './layers.js';

type Emulator = Pick<EmulatorContext, 'registry' | 'nowMs'>;

/** The download of one model. It advances only while somebody pulls. */
interface Transfer {
  readonly definition: ModelDefinition;
  readonly model: Model;
  pullers: number;
  /** Milliseconds of earlier pulls that ended early. */
  doneMs: number;
  startedAt: number;
}

/** One pull by one client. */
export interface Pull {
  readonly layers: readonly Layer[];
  readonly reason: string;
  /** How far it is. */
  state(): DownloadState;
  /** Puts the model onto the list. */
  deliver(): void;
  /**
   * Must be called at the end, however it comes (a second call does nothing); when nobody pulls any more, the download
   * stands still.
   */
  release(): void;
}

/** The downloads that are or were in progress. */
export class PullCenter {
  readonly #emulator: Emulator;
  readonly #settings: DownloadSettings;
  readonly #transfers = new Map<string, Transfer>();

  constructor(emulator: Emulator, settings: DownloadSettings) {
    this.#emulator = emulator;
    this.#settings = settings;
  }

  /** Starts a pull, resumes one that ended early, or joins one in progress. */
  join(name: string): Pull {
    const key = withTag(name).toLowerCase();
    const transfer = this.#transfers.get(key) ?? this.#create(name, key);
    const { registry, nowMs } = this.#emulator;
    if (transfer.pullers === 0) transfer.startedAt = nowMs() - transfer.doneMs;
    transfer.pullers += 1;
    const { model, definition } = transfer;
    const plan = { ...definition.download, ms: definition.download?.ms ?? this.#settings.downloadMs };
    const job = (): Parameters<typeof stateOf>[0] => ({
      id: key,
      key: model.id,
      totalBytes: model.sizeBytes,
      startedAt: transfer.startedAt,
      plan,
    });
    let pulling = true;
    return {
      layers: layersOf(key, model.sizeBytes),
      reason:
        plan.reason ?? (plan.failsAt === 0 ? 'pull model manifest: file does not exist' : 'max retries exceeded: EOF'),
      state: () => stateOf(job(), nowMs()),
      deliver: () => {
        registry.add(model);
        this.#transfers.delete(key);
      },
      release: () => {
        if (!pulling) return;
        pulling = false;
        transfer.pullers -= 1;
        if (transfer.pullers > 0) return;
        // A failed one starts anew; else what is there stays.
        if (stateOf(job(), nowMs()).status === 'failed') transfer.doneMs = 0;
        else transfer.doneMs = nowMs() - transfer.startedAt;
      },
    };
  }

  #create(name: string, key: string): Transfer {
    const present = findModel(this.#emulator.registry, name);
    const known = this.#settings.definitions.find(({ id }) => withTag(id).toLowerCase() === key);
    // What is there already is complete at once.
    const definition = present === undefined ? (known ?? modelNamed(withTag(name))) : { id: name, download: { ms: 0 } };
    const transfer = { definition, model: present ?? completeModel(definition), pullers: 0, doneMs: 0, startedAt: 0 };
    this.#transfers.set(key, transfer);
    return transfer;
  }
}
