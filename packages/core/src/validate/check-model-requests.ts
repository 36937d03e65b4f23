import type { DownloadRequest } from '../contract/download.js';
import type { LoadRequest } from '../contract/model.js';
import { LmError } from '../errors/lm-error.js';
import { checkKeys, checkObject, isBoolean, isObject, isPositiveInteger, isString, shownBlank } from './check.js';
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

/**
 * Checks the model of a call that has no request. The default model of the client does not take its place, since the caller means a model,
 * and may unload it.
 *
 * @param method Name of the method of `client.models`, for the error.
 * @throws `empty_model` if the name is empty.
 */
export function checkModelName(model: string, method: string): void {
  checkKeys({ model }, { model: isString }, '', 'invalid_request');
  if (model?.trim()) return;
  throw new LmError(
    'empty_model',
    `models.${method}() requires the name of a model; received ${shownBlank(model)}. models.list() returns the models.`,
  );
}

/** Checks the id of an instance. */
export function checkInstanceId(instanceId: string): void {
  if (typeof instanceId === 'string' && instanceId.trim() !== '') return;
  throw new LmError(
    'empty_instance_id',
    `models.unload() requires the id of an instance; received ${shownBlank(instanceId)}. models.list() returns the instances of each model.`,
  );
}

/** Checks the id of a download. */
export function checkJobId(jobId: string): void {
  if (typeof jobId === 'string' && jobId.trim() !== '') return;
  throw new LmError(
    'empty_job_id',
    `models.downloadStatus() requires the job id that models.download() returned; received ${shownBlank(jobId)}.`,
  );
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
