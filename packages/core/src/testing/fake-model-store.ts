import type { DownloadJob, DownloadRequest } from '../contract/download.js';
import type { DescribedModel } from '../contract/model-description.js';
import type { LoadRequest, ModelCapabilities, ModelInfo, ModelInstance, ModelType } from '../contract/model.js';
import { LmError } from '../errors/lm-error.js';
import type { LoadedInstance, WithModel } from '../provider/provider.js';

/** A model of a fake server. */
export interface FakeModel {
  readonly id: string;
  /** Other names of the model, as in `ModelInfo`. */
  readonly aliases?: readonly string[] | undefined;
  /** Default: `embedding` if `features` has `embedding: true` and `chat: false`, otherwise `llm`. */
  readonly type?: ModelType | undefined;
  /** True if the model is loaded from the start. Default false. */
  readonly loaded?: boolean | undefined;
  /** Context length in tokens, unless a load requests another. Default: the fake server does not report it. */
  readonly contextLength?: number | undefined;
  /** Maximum context length in tokens. Default: the fake server does not report it. */
  readonly maxContextLength?: number | undefined;
  /**
   * What the model supports, by the names that the capability matrix has, such as `{ imageInput: false }`. The client then refuses a request that
   * needs a feature that is false. Default: the fake server reports nothing.
   */
  readonly features?: DescribedModel['features'] | undefined;
  /** Digest of the model's files. Default: the fake server does not report it. */
  readonly digest?: string | undefined;
}

/** Number of bytes of every download. Each status request advances it by half of them. */
const DOWNLOAD_BYTES = 1000;

interface StoredModel extends FakeModel {
  readonly type: ModelType;
  instances: ModelInstance[];
}

/** The values of `reasoning` that a model accepts which supports it. A fake reasons as its replies say, whatever the value. */
const REASONING = { allowed: ['off', 'on', 'low', 'medium', 'high'] };

function typeOf({ type, features }: FakeModel): ModelType {
  return type ?? (features?.embedding === true && features.chat === false ? 'embedding' : 'llm');
}

function capabilitiesOf({ features = {} }: FakeModel): ModelCapabilities {
  const { imageInput, tools, reasoning } = features;
  return {
    ...(imageInput !== undefined && { vision: imageInput }),
    ...(tools !== undefined && { toolUse: tools }),
    ...(reasoning === true && { reasoning: REASONING }),
  };
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
      models.map((model) => {
        const { id, loaded, contextLength } = model;
        const instances = loaded ? [{ id, contextLength, config: {} }] : [];
        return [id, { ...model, type: typeOf(model), instances }];
      }),
    );
  }

  list(): ModelInfo[] {
    return [...this.#models.values()].map((model) => ({
      id: model.id,
      aliases: model.aliases,
      type: model.type,
      loaded: model.instances.length > 0,
      instances: [...model.instances],
      contextLength: model.instances[0]?.contextLength,
      maxContextLength: model.maxContextLength,
      digest: model.digest,
      capabilities: capabilitiesOf(model),
      raw: { id: model.id },
    }));
  }

  isRunning(model: string): boolean {
    return this.list().some(
      ({ id, aliases = [], loaded, instances }) =>
        (loaded && (id === model || aliases.includes(model))) || instances.some((instance) => instance.id === model),
    );
  }

  load({ model, contextLength: requested }: WithModel<LoadRequest>): LoadedInstance {
    const known = this.#models.get(model) ?? unknownModel(model);
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

  /** Describes a model by any of its names or the id of an instance. */
  describe(name: string): DescribedModel {
    const isNamed = ({ id, aliases = [], instances }: StoredModel): boolean =>
      [id, ...aliases, ...instances.map((instance) => instance.id)].includes(name);
    const known = [...this.#models.values()].find(isNamed) ?? unknownModel(name);
    const { id, features = {}, maxContextLength, digest, instances } = known;
    const instance = instances.find((each) => each.id === name) ?? instances[0];
    return { id, features: { ...features }, contextLength: instance?.contextLength, maxContextLength, digest };
  }

  delete(model: string): void {
    if (!this.#models.delete(model)) unknownModel(model);
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
    if (done && !this.#models.has(download.model)) {
      const id = download.model;
      this.#models.set(id, { id, type: 'llm', instances: [] });
    }
    return jobOf(jobId, download.bytes);
  }
}

function unknownModel(model: string): never {
  throw new LmError(
    'model_not_found',
    `The fake server has no model "${model}". Add it to the option "models" of fakeProvider().`,
  );
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
