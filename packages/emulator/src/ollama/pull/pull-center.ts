import { stateOf } from '../../shared/models/download-job.js';
import type { DownloadState } from '../../shared/models/download-job.js';
import { completeModel } from '../../shared/models/model.js';
import type { Model } from '../../shared/models/model.js';
import type { ModelDefinition } from '../../shared/models/model-definition.js';
import { modelNamed } from '../../shared/models/model-named.js';
import type { ModelRegistry } from '../../shared/models/model-registry.js';
import { findModel } from '../find-model.js';
import { withTag } from '../model-name.js';
import type { Layer } from './layers.js';
import { layersOf } from './layers.js';

/** Settings of the pulls. */
export interface PullSettings {
  /** The models that are to be pulled; any other name is made up. */
  readonly definitions: readonly ModelDefinition[];
  /** Milliseconds of a pull without a plan. */
  readonly downloadMs: number;
  readonly nowMs: () => number;
}

/** The download of one model. It moves on only while somebody pulls. */
interface Transfer {
  readonly definition: ModelDefinition;
  readonly model: Model;
  pullers: number;
  /** Milliseconds of earlier pulls that were broken off. */
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
  /** Must be called at the end, however it comes (a second call does nothing); when nobody pulls any more, the download stands still. */
  leave(): void;
}

/** The downloads that are or were in progress. */
export class PullCenter {
  readonly #registry: ModelRegistry;
  readonly #settings: PullSettings;
  readonly #transfers = new Map<string, Transfer>();

  constructor(registry: ModelRegistry, settings: PullSettings) {
    this.#registry = registry;
    this.#settings = settings;
  }

  /** Starts a pull, goes on with one that was broken off, or joins one in progress. */
  join(name: string): Pull {
    const key = withTag(name).toLowerCase();
    const transfer = this.#transfers.get(key) ?? this.#create(name, key);
    const { nowMs, downloadMs } = this.#settings;
    if (transfer.pullers === 0) transfer.startedAt = nowMs() - transfer.doneMs;
    transfer.pullers += 1;
    const { model, definition } = transfer;
    const plan = { ...definition.download, ms: definition.download?.ms ?? downloadMs };
    const job = (): Parameters<typeof stateOf>[0] => ({
      id: key,
      key: model.id,
      totalBytes: model.sizeBytes,
      startedAt: transfer.startedAt,
      plan,
    });
    let here = true;
    return {
      layers: layersOf(key, model.sizeBytes),
      reason:
        plan.reason ?? (plan.failsAt === 0 ? 'pull model manifest: file does not exist' : 'max retries exceeded: EOF'),
      state: () => stateOf(job(), nowMs()),
      deliver: () => {
        this.#registry.add(model);
        this.#transfers.delete(key);
      },
      leave: () => {
        if (!here) return;
        here = false;
        transfer.pullers -= 1;
        if (transfer.pullers > 0) return;
        // A failed one starts anew; else what is there stays.
        if (stateOf(job(), nowMs()).status === 'failed') transfer.doneMs = 0;
        else transfer.doneMs = nowMs() - transfer.startedAt;
      },
    };
  }

  #create(name: string, key: string): Transfer {
    const present = findModel(this.#registry, name);
    const known = this.#settings.definitions.find(({ id }) => withTag(id).toLowerCase() === key);
    // What is there already is complete at once.
    const definition = present === undefined ? (known ?? modelNamed(withTag(name))) : { id: name, download: { ms: 0 } };
    const transfer = { definition, model: present ?? completeModel(definition), pullers: 0, doneMs: 0, startedAt: 0 };
    this.#transfers.set(key, transfer);
    return transfer;
  }
}
