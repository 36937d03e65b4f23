import type { DownloadJob } from '@lmux/core/provider';
import { readCount } from '@lmux/core/provider/json';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import type { OllamaPullProgress } from './wire.js';

interface Layer {
  readonly total: number;
  readonly completed: number;
}

/**
 * Converts the lines of a pull to states of a download. Ollama lists layers one after another, so the total size covers only the layers
 * listed so far, and the fraction drops when a new layer is listed.
 */
export class PullProgress {
  readonly #layers = new Map<string, Layer>();
  /** Sums of all layers. */
  #total = 0;
  #completed = 0;
  /** True if anything was downloaded. A layer that is already installed is complete in its first line. */
  #fetched = false;

  /** Returns the state after a line. It is `undefined` until a layer is listed, because the manifest may not exist. */
  next(line: OllamaPullProgress): Omit<DownloadJob, 'jobId'> | undefined {
    const { digest, total, completed, status } = line;
    if (typeof digest === 'string' && typeof total === 'number') {
      const layer = { total: readCount(total) ?? 0, completed: readCount(completed) ?? 0 };
      const last = this.#layers.get(digest) ?? { total: 0, completed: 0 };
      // Adding up all layers for each line would be quadratic.
      this.#total += layer.total - last.total;
      this.#completed += layer.completed - last.completed;
      if (layer.completed < layer.total) this.#fetched = true;
      this.#layers.set(digest, layer);
    }
    const done = status === 'success';
    if (this.#layers.size === 0 && !done) return undefined;
    return this.#state(line, done);
  }

  #state(raw: OllamaPullProgress, done: boolean): Omit<DownloadJob, 'jobId'> {
    const hasLayers = this.#layers.size > 0;
    const [totalBytes, downloadedBytes] = hasLayers ? [this.#total, this.#completed] : [];
    const known = totalBytes !== undefined && downloadedBytes !== undefined && totalBytes > 0;
    const present = done && hasLayers && !this.#fetched;
    return {
      status: present ? 'already_downloaded' : done ? 'completed' : 'downloading',
      ...withoutUndefined({
        totalBytes,
        downloadedBytes,
        fraction: done ? 1 : known ? Math.min(1, downloadedBytes / totalBytes) : undefined,
      }),
      raw,
    };
  }
}
