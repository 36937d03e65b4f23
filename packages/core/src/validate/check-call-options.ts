import type { CallOptions } from '../contract/call-options.js';
import type { DescribeOptions, EnsureLoadedOptions, LoadOptions, WatchDownloadOptions } from '../contract/lm-client.js';
import type { ErrorCode } from '../errors/error-code.js';
import {
  checkKeys,
  checkObject,
  isBoolean,
  isNonNegative,
  isObject,
  isSignal,
  isString,
  isStringRecord,
  oneOf,
  type Checks,
} from './check.js';
import { checkReasoningTags } from './check-reasoning-tags.js';
import { isEmulateMode, isOnUnsupported, isReasoningTags, isRetry, RETRY, TIMEOUTS } from './config-fields.js';
import type { ChecksOf } from './field-table.js';

/** The checks of the options of a call. */
export const CALL = {
  signal: isSignal,
  timeout: isNonNegative,
  timeouts: isObject,
  headers: isStringRecord,
  retry: isRetry,
  resume: isBoolean,
  collect: isBoolean,
  reasoningTags: isReasoningTags,
  onUnsupported: isOnUnsupported,
  contextOverflow: (value) =>
    typeof value === 'function' ? undefined : 'a function (a value such as "trim" belongs in the request)',
  emulate: isEmulateMode,
  toolPrompt: isString,
  route: isString,
} satisfies ChecksOf<CallOptions>;

const LOAD = {
  ...CALL,
  onProgress: (value) => (typeof value === 'function' ? undefined : 'a function'),
} satisfies ChecksOf<LoadOptions>;

const DESCRIBE = { ...CALL, refresh: isBoolean } satisfies ChecksOf<DescribeOptions>;

const COUNT = { ...CALL, load: isBoolean };

const ENSURE_LOADED = { ...LOAD, onMismatch: oneOf('warn', 'reload') } satisfies ChecksOf<EnsureLoadedOptions>;

const POLLING = { ...CALL, intervalMs: isNonNegative } satisfies ChecksOf<WatchDownloadOptions>;

/**
 * Checks the nested settings that a configuration and a call share.
 *
 * @param retryChecks The checks of `retry`, which has more keys in a configuration.
 */
export function checkTimeoutsAndRetry(
  settings: Pick<CallOptions, 'timeouts' | 'retry'>,
  where: string,
  code: ErrorCode,
  retryChecks: Checks = RETRY,
): void {
  const prefix = where === '' ? '' : `${where}.`;
  if (settings.timeouts !== undefined) checkKeys(settings.timeouts, TIMEOUTS, `${prefix}timeouts`, code);
  if (typeof settings.retry === 'object') checkKeys(settings.retry, retryChecks, `${prefix}retry`, code);
}

/** Checks the options of a call. */
export function checkCallOptions(options: CallOptions): void {
  checkOptions(options, CALL);
}

/** Checks the options of a load: those of a call, and `onProgress`. */
export function checkLoadOptions(options: LoadOptions): void {
  checkOptions(options, LOAD);
}

/** Checks the options of `describe`: those of a call, and `refresh`. */
export function checkDescribeOptions(options: DescribeOptions): void {
  checkOptions(options, DESCRIBE);
}

/** Checks the options of `countTokens`: those of a call, and `load`. */
export function checkCountOptions(options: CallOptions): void {
  checkOptions(options, COUNT);
}

/** Checks the options of `ensureLoaded`: those of a load, and `onMismatch`. */
export function checkEnsureLoadedOptions(options: EnsureLoadedOptions): void {
  checkOptions(options, ENSURE_LOADED);
}

/** Checks the options of `watchDownload`: those of a call, and `intervalMs`. */
export function checkPollingOptions(options: WatchDownloadOptions): void {
  checkOptions(options, POLLING);
}

function checkOptions(options: CallOptions, checks: Checks): void {
  checkObject(options, '"options"', 'invalid_request');
  checkKeys(options, checks, 'options', 'invalid_request');
  checkTimeoutsAndRetry(options, 'options', 'invalid_request');
  const { reasoningTags } = options;
  if (reasoningTags !== undefined) checkReasoningTags(reasoningTags, 'options.reasoningTags', 'invalid_request');
}
