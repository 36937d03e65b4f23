import type { DownloadPlan, ModelDefinition } from './model-definition.js';

/** Settings of the downloads. */
export interface DownloadSettings {
  /** The models that are to be downloaded; any other name is made up. */
  readonly definitions: readonly ModelDefinition[];
  /** Milliseconds of a download without a plan. */
  readonly downloadMs: number;
}

/** Milliseconds between two looks at the clock, for those that report the progress of a download. */
export const POLL_MS = 20;

/** One download: all that happens to it is fixed when it starts. */
export interface DownloadJob {
  readonly id: string;
  /** Key of the model that it brings. */
  readonly key: string;
  readonly totalBytes: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly plan: DownloadPlan & { readonly ms: number };
}

/** How far a download is at one moment. */
export interface DownloadState {
  readonly status: 'downloading' | 'paused' | 'completed' | 'failed';
  readonly downloadedBytes: number;
  /** When it was or will be complete, if nothing comes between. */
  readonly completesAt: number;
}

/** The state of a job at `now`. */
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
