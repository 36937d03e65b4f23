import type { IncomingJson, JsonObject } from './json.js';

/** A model to download. Unset fields are not sent. */
export interface DownloadRequest {
  /** Name of the model in the server's catalog, or a URL if the server accepts one. Default: the client's `model`. */
  readonly model?: string | undefined;
  /** Quantization, such as `Q4_K_M`. LM Studio accepts it only for models named by URL. */
  readonly quantization?: string | undefined;
  /** Additional fields for the request body. They are merged last, unchanged. */
  readonly extra?: JsonObject | undefined;
}

/** Status of a download. A status that lmux does not know is passed on unchanged. */
export type DownloadStatus = 'downloading' | 'paused' | 'completed' | 'failed' | 'already_downloaded' | (string & {});

/** A download and its progress. Values that the server does not report are absent. */
export interface DownloadJob {
  /** Id for `models.downloadStatus`. With LM Studio, absent if the model had already been downloaded. */
  readonly jobId?: string | undefined;
  readonly status: DownloadStatus;
  /** Size of the download in bytes. */
  readonly totalBytes?: number | undefined;
  /** Number of bytes downloaded so far. */
  readonly downloadedBytes?: number | undefined;
  /** Current speed in bytes per second. */
  readonly bytesPerSecond?: number | undefined;
  /** Progress from 0 to 1. 1 means complete. */
  readonly fraction?: number | undefined;
  readonly startedAt?: Date | undefined;
  readonly completedAt?: Date | undefined;
  /** Time of completion as estimated by the server. */
  readonly estimatedCompletion?: Date | undefined;
  /** Reason for the failure, as reported by the server. */
  readonly error?: string | undefined;
  /** The JSON that the server sent. */
  readonly raw?: IncomingJson;
}
