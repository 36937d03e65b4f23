import type { DownloadRequest } from '../contract/download.js';
import type { LoadRequest } from '../contract/model.js';
import { checkKeys, checkObject, isBoolean, isObject, isPositiveInteger, isString } from './check.js';
import type { ChecksOf } from './field-table.js';

const LOAD = {
  model: isString,
  contextLength: isPositiveInteger,
  evalBatchSize: isPositiveInteger,
  flashAttention: isBoolean,
  numExperts: isPositiveInteger,
  offloadKvCacheToGpu: isBoolean,
  extra: isObject,
} satisfies ChecksOf<LoadRequest>;

const DOWNLOAD = { model: isString, quantization: isString, extra: isObject } satisfies ChecksOf<DownloadRequest>;

/** Checks the model of a call that has no other parameters. Unset and empty ones are valid, since the client may have a default. */
export function checkModelId(model: string | undefined): void {
  checkKeys({ model }, { model: isString }, '', 'invalid_request');
}

/** Checks a load request. */
export function checkLoadRequest(request: LoadRequest): void {
  checkObject(request, 'The request', 'invalid_request');
  checkKeys(request, LOAD, '', 'invalid_request');
}

/** Checks a download request. */
export function checkDownloadRequest(request: DownloadRequest): void {
  checkObject(request, 'The request', 'invalid_request');
  checkKeys(request, DOWNLOAD, '', 'invalid_request');
}
