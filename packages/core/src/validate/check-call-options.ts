import type { CallOptions } from '../contract/call-options.js';
import type { LoadOptions, WatchDownloadOptions } from '../contract/lm-client.js';
import {
  checkKeys,
  checkObject,
  either,
  isBoolean,
  isCount,
  isNonNegative,
  isObject,
  isSignal,
  isString,
  isStringRecord,
  oneOf,
  type Check,
  type Checks,
} from './check.js';
import type { ErrorCode } from '../errors/error-code.js';

const TIMEOUT_CHECKS: Checks = {
  timeout: isNonNegative,
  connect: isNonNegative,
  firstByte: isNonNegative,
  idle: isNonNegative,
  eventIdle: isNonNegative,
  total: isNonNegative,
};

const RETRY_CHECKS: Checks = {
  maxRetries: isCount,
  baseDelayMs: isNonNegative,
  maxDelayMs: isNonNegative,
  budgetMs: isNonNegative,
};

export const isOnUnsupported: Check = oneOf('error', 'warn', 'drop');

const isFalse: Check = (value) => (value === false ? undefined : 'false');

export const isRetry: Check = either(isFalse, isCount, isObject);

const CALL_CHECKS: Checks = {
  signal: isSignal,
  timeout: isNonNegative,
  timeouts: isObject,
  headers: isStringRecord,
  retry: isRetry,
  resume: isBoolean,
  onUnsupported: isOnUnsupported,
  route: isString,
};

const LOAD_CHECKS: Checks = {
  ...CALL_CHECKS,
  onProgress: (value) => (typeof value === 'function' ? undefined : 'a function'),
};

const WATCH_CHECKS: Checks = { ...CALL_CHECKS, intervalMs: isNonNegative };

/** The nested settings that a configuration and a call share. */
export function checkTimeoutsAndRetry(
  settings: Pick<CallOptions, 'timeouts' | 'retry'>,
  where: string,
  code: ErrorCode,
): void {
  const prefix = where === '' ? '' : `${where}.`;
  if (settings.timeouts !== undefined) checkKeys(settings.timeouts, TIMEOUT_CHECKS, `${prefix}timeouts`, code);
  if (typeof settings.retry === 'object') checkKeys(settings.retry, RETRY_CHECKS, `${prefix}retry`, code);
}

/** Checks the settings of a call. */
export function checkCallOptions(options: CallOptions): void {
  checkOptions(options, CALL_CHECKS);
}

/** Checks the settings of a load: those of a call, and who is told of its progress. */
export function checkLoadOptions(options: LoadOptions): void {
  checkOptions(options, LOAD_CHECKS);
}

/** Checks the settings of a wait for a download: those of a call, and the interval. */
export function checkWatchOptions(options: WatchDownloadOptions): void {
  checkOptions(options, WATCH_CHECKS);
}

function checkOptions(options: CallOptions, checks: Checks): void {
  checkObject(options, 'options', 'invalid_request');
  checkKeys(options, checks, 'options', 'invalid_request');
  checkTimeoutsAndRetry(options, 'options', 'invalid_request');
}
