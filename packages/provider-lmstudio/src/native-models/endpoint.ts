import type { CallOptions, IncomingJson } from '@lmux/core/provider';
import { carriesError } from '@lmux/core/provider/streams';
import { hasField, isName, requestWith, type NativeApi } from '../server/native-api.js';
import type {
  DownloadModelRequest,
  DownloadModelResponse,
  LoadModelRequest,
  LoadModelResponse,
  NativeModelList,
  UnloadModelRequest,
  UnloadModelResponse,
} from './wire.js';

/** What must never be sent twice and may rightly take long. */
const ONCE = { longRunning: true, safeToRetry: false } as const;

/** `GET /api/v1/models`. */
export function listModels({ http, root }: NativeApi, options?: CallOptions): Promise<NativeModelList> {
  return requestWith(http, { method: 'GET', path: `${root}/models`, options }, 'models', Array.isArray);
}

/** `POST /api/v1/models/load`. Never sent twice: a second load is a second copy in memory. */
export function loadModel(
  { http, root }: NativeApi,
  body: LoadModelRequest,
  options?: CallOptions,
): Promise<LoadModelResponse> {
  const call = { method: 'POST', path: `${root}/models/load`, body, options, ...ONCE } as const;
  return requestWith(http, call, 'instance_id', isName);
}

/** `POST /api/v1/models/unload`. */
export function unloadModel(
  { http, root }: NativeApi,
  body: UnloadModelRequest,
  options?: CallOptions,
): Promise<UnloadModelResponse> {
  const call = { method: 'POST', path: `${root}/models/unload`, body, options } as const;
  return requestWith(http, call, 'instance_id', isName);
}

/** `POST /api/v1/models/download`. Never sent twice. */
export function downloadModel(
  { http, root }: NativeApi,
  body: DownloadModelRequest,
  options?: CallOptions,
): Promise<DownloadModelResponse> {
  const call = { method: 'POST', path: `${root}/models/download`, body, options, ...ONCE } as const;
  return requestWith(http, call, 'status', isName);
}

/** Some builds give the reason of a failed download as `error` beside its status: then the answer is a job, not an error. */
function isNoJob(body: IncomingJson): boolean {
  return carriesError(body) && !hasField(body, 'status', isName);
}

/** `GET /api/v1/models/download/status/:job_id`. */
export function getDownloadStatus(
  { http, root }: NativeApi,
  jobId: string,
  options?: CallOptions,
): Promise<DownloadModelResponse> {
  const path = `${root}/models/download/status/${encodeURIComponent(jobId)}`;
  return requestWith(http, { method: 'GET', path, options, isError: isNoJob }, 'status', isName);
}
