import {
  isApiError,
  LmError,
  type CallOptions,
  type OperationScope,
  type DownloadJob,
  type HttpClient,
} from '@lmux/core/provider';
import type { PushSource } from '@lmux/core/provider/streams';
import { decodeDownload, type DownloadState } from './decode-progress.js';
import { isDownloadOf } from './encode-model-request.js';
import { downloadModel as postDownload, listRouterModels, unloadModel } from './endpoint.js';
import { statusOf } from './model-status.js';
import { ModelSubscription, type SubscriptionParts } from './model-subscription.js';
import type { LlamaCppModel, LlamaCppModelEvent, LlamaCppModelRequest } from './wire.js';

/** Timeout in ms for the request that tells the router to cancel a download. */
const STOP_MS = 10_000;

type Emit = (state: DownloadState) => void;

function downloadFailed(message: string): LmError {
  return new LmError('download_failed', message, { provider: 'llamacpp' });
}

/** Finds the downloaded model in the router's list, whichever quantization the server chose. */
async function findDownload(
  http: HttpClient,
  model: string,
  options: CallOptions,
  reload = false,
): Promise<LlamaCppModel | undefined> {
  const { data } = await listRouterModels(http, options, reload);
  return data.find((entry) => isDownloadOf(entry.id, model));
}

/** Starts the download. Resolves to false if the model is already downloaded. */
async function begin(http: HttpClient, body: LlamaCppModelRequest, options: CallOptions): Promise<boolean> {
  try {
    await postDownload(http, body, options);
    return true;
  } catch (error) {
    if (isApiError(error) && /already exists/i.test(error.message)) return false;
    throw error;
  }
}

/** Waits for the end of the download, emits its progress, and returns its last state. */
async function untilOver(
  subscription: ModelSubscription,
  model: string,
  emit: Emit,
  find: () => Promise<LlamaCppModel | undefined>,
) {
  let state: DownloadState = { status: 'downloading' };
  const isLast = (event: LlamaCppModelEvent): boolean => {
    if (!isDownloadOf(event.model, model)) return false;
    if (event.event === 'download_failed')
      throw downloadFailed(`The router could not download "${model}". Check the server's log for the cause.`);
    if (event.event === 'download_progress') emit((state = decodeDownload(event.data)));
    return event.event === 'download_finished';
  };
  for (;;) {
    const event = await subscription.next();
    if (event !== undefined) {
      if (isLast(event)) return state;
    } else {
      // Without events, the list shows whether the download is still in progress.
      const entry = await find();
      if (entry === undefined || statusOf(entry) !== 'downloading') return state;
    }
  }
}

/** Receives the progress of a download. */
interface DownloadObserver {
  /** Called before the request for the download is sent. From then on there may be a download to cancel. */
  readonly onOrder: () => void;
  readonly emit: Emit;
}

async function download(
  parts: SubscriptionParts,
  body: LlamaCppModelRequest,
  { onOrder, emit }: DownloadObserver,
): Promise<void> {
  const { http, options } = parts;
  const { model } = body;
  const subscription = new ModelSubscription(parts);
  try {
    await subscription.open();
    onOrder();
    if (!(await begin(http, body, options))) return emit({ status: 'already_downloaded', fraction: 1 });
    emit({ status: 'downloading' });
    const { totalBytes } = await untilOver(subscription, model, emit, () => findDownload(http, model, options));
    // The router also reports failed downloads as finished. Only its list shows whether the model is there.
    const entry = await findDownload(http, model, options, true);
    if (entry === undefined) {
      throw downloadFailed(
        `The router reported the download of "${model}" as finished, but it has no such model. The repository or the quantization does not exist, or the server cannot reach Hugging Face. Check the server's log for the cause.`,
      );
    }
    const sizes = totalBytes === undefined ? {} : { totalBytes, downloadedBytes: totalBytes };
    return emit({ status: 'completed', fraction: 1, ...sizes, raw: entry });
  } finally {
    subscription.close();
  }
}

/**
 * Creates a source that starts a download and emits its states until it ends. If the caller's signal aborts it, the router is requested to
 * cancel the download. `cancel` only detaches from the download.
 */
export function downloadSource(
  http: HttpClient,
  body: LlamaCppModelRequest,
  options: CallOptions,
): PushSource<DownloadState> {
  const call = { method: 'POST', path: '/models', options, longRunning: true } as const;
  return {
    subscribe(observer) {
      let [canceled, ordered] = [false, false];
      let scope: OperationScope | undefined;
      const downloadObserver: DownloadObserver = {
        onOrder: () => void (ordered = true),
        emit: (state) => observer.next(state),
      };
      const work = http.during(call, (opened) => {
        scope = opened;
        return download(
          { http, scope: opened, options: { ...options, signal: opened.signal } },
          body,
          downloadObserver,
        );
      });
      const stopServer = async (): Promise<void> => {
        // Not awaited by the caller. If the request fails, the router continues the download.
        const short = { ...options, signal: undefined, timeout: STOP_MS, retry: false } as const;
        if (ordered) await unloadModel(http, { model: body.model }, short).catch(() => {});
      };
      work.then(
        () => canceled || observer.complete(),
        (error: unknown) => {
          if (canceled) return;
          observer.error(error);
          if (options.signal?.aborted === true) void stopServer();
        },
      );
      return {
        pause() {},
        resume() {},
        cancel() {
          canceled = true;
          scope?.fail(new LmError('closed', 'The subscription to the download was canceled.'));
        },
      };
    },
  };
}

/** Returns the state of a download that this client did not start, according to the router's list. */
export async function downloadStatusOf(http: HttpClient, jobId: string, options: CallOptions): Promise<DownloadJob> {
  const entry = await findDownload(http, jobId, options);
  if (entry === undefined) {
    throw new LmError(
      'job_not_found',
      `The download "${jobId}" was not found: the router neither has this model nor is downloading it. A router does not list failed downloads. Check the server's log, or start the download again.`,
      { provider: 'llamacpp' },
    );
  }
  if (statusOf(entry) !== 'downloading') return { jobId, status: 'completed', fraction: 1, raw: entry };
  const progress = entry.status?.progress;
  return { ...decodeDownload(progress), jobId, raw: entry };
}
