import type { Clock } from '../clock/clock.js';
import type { RedirectMode } from '../contract/client-config.js';
import type { BodyLimits } from '../decode/limits.js';
import type { Logger } from '../logging/logger.js';
import type { Transport } from '../transport/transport.js';
import type { RequestBuilderOptions } from './build-request.js';
import type { HttpServerTraits } from './http-client.js';
import type { TimeoutSettings } from './resolve-timeouts.js';
import type { BackoffRetryPolicy, RetryPolicy } from './retry-policy.js';

/** The options of a `JsonHttpClient`, with all defaults applied. */
export interface JsonHttpClientOptions extends HttpServerTraits, RequestBuilderOptions, TimeoutSettings {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retryPolicy: RetryPolicy;
  /** The policy of calls with `retry`, apart from that setting. Default: `retryPolicy`, or the default policy beside one of the application. */
  readonly backoff?: BackoffRetryPolicy | undefined;
  readonly maxConcurrent: number;
  readonly limits: BodyLimits;
  readonly redirect: RedirectMode;
}
