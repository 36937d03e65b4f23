import type { DownloadPlan, ModelDefinition } from './model-definition.js';

/** Settings of downloads. */
export interface DownloadSettings {
  /** The models that can be downloaded. A model is invented for any other name. */
  readonly definitions: readonly ModelDefinition[];
  /** Duration in ms of a download without a plan. */
  readonly downloadMs: number;
}

/** Interval in ms at which streams poll the progress of a download. */
export const POLL_MS = 20;

/** A download. Its entire course is fixed when it starts. */
export interface DownloadJob {
  readonly id: string;
  /** Key of the model to download. */
  readonly key: string;
  readonly totalBytes: number;
  /** Start time in milliseconds since 1970. */
  readonly startedAt: number;
  readonly plan: DownloadPlan & { readonly ms: number };
}

/** The state of a download at a point in time. */
export interface DownloadState {
  readonly status: 'downloading' | 'paused' | 'completed' | 'failed';
  readonly downloadedBytes: number;
  /** Time at which it was or will be complete, if it is not interrupted. */
  readonly completesAt: number;
}

/** Computes the state of a job at the time `now`. */
export function stateOf({ plan, startedAt, totalBytes }: DownloadJob, now: number): DownloadState {
  const { ms, pausesAt, pausedForMs = Number.POSITIVE_INFINITY, failsAt } = plan;
  const elapsed = now - startedAt;
  const pauseStart = pausesAt === undefined ? Number.POSITIVE_INFINITY : pausesAt * ms;
  const pausedMs = Math.min(Math.max(0, elapsed - pauseStart), pausedForMs);
  const paused = elapsed >= pauseStart && pausedMs < pausedForMs;
  const fraction = ms === 0 ? 1 : Math.min(1, (elapsed - pausedMs) / ms);
  const failed = failsAt !== undefined && fraction >= failsAt;
  const reached = failed ? failsAt : fraction;
  const status = failed ? 'failed' : fraction >= 1 ? 'completed' : paused ? 'paused' : 'downloading';
  return {
    status,
    downloadedBytes: Math.floor(totalBytes * reached),
    completesAt: startedAt + ms + pausedMs,
  };
}
