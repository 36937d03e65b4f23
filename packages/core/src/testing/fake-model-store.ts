import type { DownloadJob, DownloadRequest } from '../contract/download.js';
import type { LoadRequest, ModelInfo, ModelInstance, ModelType } from '../contract/model.js';
import { LmError } from '../errors/lm-error.js';
import type { LoadedInstance, WithModel } from '../provider/provider.js';

/** A model of a fake server. */
export interface FakeModel {
  readonly id: string;
  /** Other names of the model, as in `ModelInfo`. */
  readonly aliases?: readonly string[] | undefined;
  /** Default `llm`. */
  readonly type?: ModelType | undefined;
  /** True if the model is loaded from the start. Default false. */
  readonly loaded?: boolean | undefined;
  /** Context length in tokens, unless a load requests another. Default: the fake server does not report it. */
  readonly contextLength?: number | undefined;
}

/** Number of bytes of every download. Each status request advances it by half of them. */
const DOWNLOAD_BYTES = 1000;

interface StoredModel {
  readonly type: ModelType;
  readonly aliases?: readonly string[] | undefined;
  readonly contextLength?: number | undefined;
  instances: ModelInstance[];
}

/**
 * The models of a fake server, in memory. Loading a model creates an instance (`key`, `key:2`, ...). A download
 * completes with the second status request.
 */
export class FakeModelStore {
  readonly #models: Map<string, StoredModel>;
  readonly #downloads = new Map<string, { readonly model: string; bytes: number }>();

  constructor(models: readonly FakeModel[]) {
    this.#models = new Map(
      models.map(({ id, aliases, type = 'llm', loaded, contextLength }) => [
        id,
        { type, aliases, contextLength, instances: loaded ? [{ id, contextLength, config: {} }] : [] },
      ]),
    );
  }

  list(): ModelInfo[] {
    return [...this.#models].map(([id, { type, aliases, instances }]) => ({
      id,
      aliases,
      type,
      loaded: instances.length > 0,
      instances: [...instances],
      contextLength: instances[0]?.contextLength,
      capabilities: {},
      raw: { id },
    }));
  }

  isRunning(model: string): boolean {
    return this.list().some(
      ({ id, aliases = [], loaded, instances }) =>
        (loaded && (id === model || aliases.includes(model))) || instances.some((instance) => instance.id === model),
    );
  }

  load({ model, contextLength: requested }: WithModel<LoadRequest>): LoadedInstance {
    const known = this.#models.get(model);
    if (known === undefined)
      throw new LmError(
        'model_not_found',
        `The fake server has no model "${model}". Add it to the option "models" of fakeProvider().`,
      );
    const taken = new Set(known.instances.map(({ id }) => id));
    let instanceId = model;
    for (let copy = 2; taken.has(instanceId); copy += 1) instanceId = `${model}:${copy}`;
    const config = requested === undefined ? {} : { contextLength: requested };
    const contextLength = requested ?? known.contextLength;
    known.instances = [...known.instances, { id: instanceId, contextLength, config }];
    return { instanceId, type: known.type, loadSeconds: 1, contextLength, config };
  }

  unload(instanceId: string): { instanceId: string } {
    for (const model of this.#models.values()) {
      const remaining = model.instances.filter(({ id }) => id !== instanceId);
      if (remaining.length === model.instances.length) continue;
      model.instances = remaining;
      return { instanceId };
    }
    throw new LmError('model_not_found', `The fake server has no instance "${instanceId}". Load the model first.`);
  }

  download({ model }: WithModel<DownloadRequest>): DownloadJob {
    if (this.#models.has(model)) return { status: 'already_downloaded', fraction: 1 };
    const jobId = `job-${this.#downloads.size + 1}`;
    this.#downloads.set(jobId, { model, bytes: 0 });
    return jobOf(jobId, 0);
  }

  downloadStatus(jobId: string): DownloadJob {
    const download = this.#downloads.get(jobId);
    if (download === undefined)
      throw new LmError(
        'job_not_found',
        `The fake server has no download "${jobId}". Use the jobId that download() returned.`,
      );
    download.bytes = Math.min(DOWNLOAD_BYTES, download.bytes + DOWNLOAD_BYTES / 2);
    const done = download.bytes === DOWNLOAD_BYTES;
    if (done && !this.#models.has(download.model)) this.#models.set(download.model, { type: 'llm', instances: [] });
    return jobOf(jobId, download.bytes);
  }
}

function jobOf(jobId: string, downloadedBytes: number): DownloadJob {
  return {
    jobId,
    status: downloadedBytes === DOWNLOAD_BYTES ? 'completed' : 'downloading',
    totalBytes: DOWNLOAD_BYTES,
    downloadedBytes,
    fraction: downloadedBytes / DOWNLOAD_BYTES,
  };
}
