import type { IncomingJson, JsonObject } from './json.js';

/** A model to be downloaded. What is unset is not sent. */
export interface DownloadRequest {
  /** Catalogue id of the model, or its exact URL. */
  readonly model?: string | undefined;
  /** Which quantization to take, for models named by URL. */
  readonly quantization?: string | undefined;
  /** Raw fields merged into the wire body, last. */
  readonly extra?: JsonObject | undefined;
}

/** How a download stands. Other words of a server are let through. */
export type DownloadStatus = 'downloading' | 'paused' | 'completed' | 'failed' | 'already_downloaded' | (string & {});

/** A download and how far it has come. What the server does not tell is absent. */
export interface DownloadJob {
  /** Id to ask for it again; absent when there was nothing to download. */
  readonly jobId?: string | undefined;
  readonly status: DownloadStatus;
  /** Bytes in all. */
  readonly totalBytes?: number | undefined;
  /** Bytes so far. */
  readonly downloadedBytes?: number | undefined;
  /** Bytes per second now. */
  readonly bytesPerSecond?: number | undefined;
  /** 0 to 1; 1 when complete. */
  readonly fraction?: number | undefined;
  readonly startedAt?: Date | undefined;
  readonly completedAt?: Date | undefined;
  /** When the server thinks that it will be done. */
  readonly estimatedCompletion?: Date | undefined;
  /** Why it failed, in the server's words. */
  readonly error?: string | undefined;
  /** The server's own answer. */
  readonly raw?: IncomingJson;
}
