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

/** How long a router may take to hear that a download is not wanted any more. */
const STOP_MS = 10_000;

type Emit = (state: DownloadState) => void;

function downloadFailed(message: string): LmError {
  return new LmError('download_failed', message, { provider: 'llamacpp' });
}

/** The model in a router's list, whatever quantization the server chose. */
async function findDownload(
  http: HttpClient,
  model: string,
  options: CallOptions,
  reload = false,
): Promise<LlamaCppModel | undefined> {
  const { data } = await listRouterModels(http, options, reload);
  return data.find((entry) => isDownloadOf(entry.id, model));
}

/** Begins it; returns whether there is something to download. */
async function begin(http: HttpClient, body: LlamaCppModelRequest, options: CallOptions): Promise<boolean> {
  try {
    await postDownload(http, body, options);
    return true;
  } catch (error) {
    if (isApiError(error) && /already exists/i.test(error.message)) return false;
    throw error;
  }
}

/** Follows it to its end by the server's events; returns its last state. */
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
      throw downloadFailed(`The router could not download "${model}"; its log says why.`);
    if (event.event === 'download_progress') emit((state = decodeDownload(event.data)));
    return event.event === 'download_finished';
  };
  for (;;) {
    const event = await subscription.next();
    if (event !== undefined) {
      if (isLast(event)) return state;
    } else {
      // No events come: it goes on as long as the list says so.
      const entry = await find();
      if (entry === undefined || statusOf(entry) !== 'downloading') return state;
    }
  }
}

/** What is called as a download goes on. */
interface DownloadObserver {
  /** The order is about to be sent: from here on there may be something to stop. */
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
    // The router says "finished" of downloads that failed too: only its list tells.
    const entry = await findDownload(http, model, options, true);
    if (entry === undefined) {
      throw downloadFailed(
        `The router says that the download of "${model}" is finished, but it has no such model: the repository or the quantization does not exist, or the server cannot reach Hugging Face. Its log says which.`,
      );
    }
    const sizes = totalBytes === undefined ? {} : { totalBytes, downloadedBytes: totalBytes };
    return emit({ status: 'completed', fraction: 1, ...sizes, raw: entry });
  } finally {
    subscription.close();
  }
}

/** A download, from its order to its end. When the caller's signal ends it, the router is told to stop; `cancel` only detaches from it. */
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
        // Nobody waits for it; a router that cannot be told goes on.
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
          scope?.fail(new LmError('closed', 'The download is not followed any more.'));
        },
      };
    },
  };
}

/** How a download stands that this client does not follow, by the router's list. */
export async function downloadStatusOf(http: HttpClient, jobId: string, options: CallOptions): Promise<DownloadJob> {
  const entry = await findDownload(http, jobId, options);
  if (entry === undefined) {
    throw new LmError(
      'job_not_found',
      `The router has no model "${jobId}" and downloads none. A download that failed leaves nothing behind.`,
      { provider: 'llamacpp' },
    );
  }
  if (statusOf(entry) !== 'downloading') return { jobId, status: 'completed', fraction: 1, raw: entry };
  const progress = entry.status?.progress;
  return { ...decodeDownload(progress), jobId, raw: entry };
}
