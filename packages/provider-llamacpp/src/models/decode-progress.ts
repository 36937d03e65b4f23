import type { DownloadJob, LoadProgress } from '@lmux/core/provider';
import { readObject, readPositive } from '@lmux/core/provider/json';

/** The state of a download. */
export type DownloadState = Omit<DownloadJob, 'jobId'>;

/** Decodes the progress of a download, summed over all its files. */
export function decodeDownload(files: unknown): DownloadState {
  const each: unknown[] = typeof files === 'object' && files !== null ? Object.values(files) : [];
  const sum = (field: string): number =>
    each.reduce<number>((all, file) => all + (readPositive(readObject(file)[field]) ?? 0), 0);
  const [downloadedBytes, totalBytes] = [sum('done'), sum('total')];
  if (totalBytes === 0) return { status: 'downloading', raw: files };
  const fraction = Math.min(1, downloadedBytes / totalBytes);
  return { status: 'downloading', downloadedBytes, totalBytes, fraction, raw: files };
}

/** Decodes the progress of a load over all its stages. Returns `undefined` if the server reports none. */
export function decodeLoadProgress(progress: unknown): LoadProgress | undefined {
  const { stages, current, value } = readObject(progress);
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const part = Math.min(1, Math.max(0, value));
  if (!Array.isArray(stages) || typeof current !== 'string') return { fraction: part };
  const done = stages.indexOf(current);
  return { fraction: done === -1 ? part : (done + part) / stages.length, stage: current };
}
