import type { CallOptions } from '@lmux/core/provider';
import { encodeId, isObject, readText } from '@lmux/core/provider/json';
import { carriesError } from '@lmux/core/provider/streams';
import { requestNative, requestNativeResponse, type NativeApi, type NativeResponse } from '../server/native-api.js';
import type * as wire from './wire.js';

/** For calls that must never be sent twice and may take long. */
const ONCE = { longRunning: true, safeToRetry: false } as const;

function isName(value: unknown): boolean {
  return readText(value) !== undefined;
}

/** Sends `GET /api/v1/models`. */
export function listModels(api: NativeApi, options?: CallOptions): Promise<wire.NativeModelList> {
  return requestNative(api, { method: 'GET', path: '/models', options }, 'models', Array.isArray);
}

/** Sends `POST /api/v1/models/load`. Never retried, because a second load creates a second instance in memory. */
export function loadModel(
  api: NativeApi,
  body: wire.LoadModelRequest,
  options?: CallOptions,
): Promise<wire.LoadModelResponse> {
  return requestNative(api, { method: 'POST', path: '/models/load', body, options, ...ONCE }, 'instance_id', isName);
}

/** Sends `POST /api/v1/models/unload`. */
export function unloadModel(
  api: NativeApi,
  body: wire.UnloadModelRequest,
  options?: CallOptions,
): Promise<wire.UnloadModelResponse> {
  return requestNative(api, { method: 'POST', path: '/models/unload', body, options }, 'instance_id', isName);
}

/** Sends `POST /api/v1/models/download`. Never retried. */
export function downloadModel(
  api: NativeApi,
  body: wire.DownloadModelRequest,
  options?: CallOptions,
): Promise<NativeResponse<wire.DownloadModelResponse>> {
  return requestNativeResponse(
    api,
    { method: 'POST', path: '/models/download', body, options, ...ONCE },
    'status',
    isName,
  );
}

/** True for an error body. A body with `status` is a job: some builds add the reason of a failed download as `error`. */
function isNoJob(body: unknown): boolean {
  return carriesError(body) && !(isObject(body) && isName(body['status']));
}

/** Sends `GET /api/v1/models/download/status/:job_id`. */
export async function getDownloadStatus(
  api: NativeApi,
  jobId: string,
  options?: CallOptions,
): Promise<NativeResponse<wire.DownloadModelResponse>> {
  const path = `/models/download/status/${encodeId(jobId, 'jobId')}`;
  return requestNativeResponse(api, { method: 'GET', path, options, isError: isNoJob }, 'status', isName);
}
