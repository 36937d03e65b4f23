import { stateOf } from '../../shared/models/download-job.js';
import type { DownloadSettings, DownloadState } from '../../shared/models/download-job.js';
import { modelNamed } from '../../shared/models/model-definition.js';
import type { ModelDefinition } from '../../shared/models/model-definition.js';
import { completeModel } from '../../shared/models/model.js';
import type { Model } from '../../shared/models/model.js';
import { checkRoom } from '../../shared/models/model-registry.js';
import type { EmulatorContext } from '../../shared/server/generation-context.js';
import { evictOldest } from '../../shared/store/evict-oldest.js';
import { digestOf } from '../model-digest.js';
import { findModel, withTag } from '../model-name.js';
import { layersOf } from './layers.js';
import type { Layer } from './layers.js';

/** Maximum number of downloads that are kept after they were interrupted. */
const MAX_TRANSFERS = 1000;

type Emulator = Pick<EmulatorContext, 'registry' | 'nowMs'>;

/** The download of one model. It advances only while a client pulls it. */
interface Transfer {
  readonly definition: ModelDefinition;
  readonly model: Model;
  pullers: number;
  /** Total time in ms of earlier pulls that ended early. */
  doneMs: number;
  startedAt: number;
}

/** One pull by one client. */
export interface Pull {
  readonly layers: readonly Layer[];
  readonly reason: string;
  /** Returns the current state of the download. */
  state(): DownloadState;
  /** Adds the model to the list of installed models. */
  deliver(): void;
  /**
   * Must be called when the pull ends for any reason. A second call does nothing. The download pauses when no client is
   * pulling it.
   */
  release(): void;
}

/** The downloads that are in progress or were interrupted. */
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
        const present = findModel(registry, key);
        if (present === undefined) registry.add(model);
        else if (present !== model) registry.replace(present, model);
        this.#transfers.delete(key);
      },
      release: () => {
        if (!pulling) return;
        pulling = false;
        transfer.pullers -= 1;
        if (transfer.pullers > 0) return;
        // A failed download restarts. Otherwise, its progress is kept.
        if (stateOf(job(), nowMs()).status === 'failed') transfer.doneMs = 0;
        else transfer.doneMs = nowMs() - transfer.startedAt;
      },
    };
  }

  #create(name: string, key: string): Transfer {
    const present = findModel(this.#emulator.registry, name);
    // The last definition of a name is its newest version.
    const known = this.#settings.definitions.findLast(({ id }) => withTag(id).toLowerCase() === key);
    if (present === undefined) checkRoom(this.#emulator.registry, 0);
    const offered = known ?? modelNamed(withTag(name));
    const isNewer = known?.download !== undefined && present && digestOf(completeModel(known)) !== digestOf(present);
    // A version that is already installed is complete immediately.
    const installed = isNewer === true ? undefined : present;
    const transfer: Transfer = {
      definition: installed === undefined ? offered : { id: name, download: { ms: 0 } },
      model: installed ?? completeModel(offered),
      pullers: 0,
      doneMs: 0,
      startedAt: 0,
    };
    this.#transfers.set(key, transfer);
    evictOldest(this.#transfers, { maxCount: MAX_TRANSFERS, inUse: ({ pullers }) => pullers > 0 });
    return transfer;
  }
}
