import type { Clock, TimerHandle } from '../clock/clock.js';
import { isConnectionLost } from '../errors/is-connection-lost.js';
import { LmError } from '../errors/lm-error.js';
import type { CallScope } from '../signals/call-scope.js';
import type { TransportBody } from '../transport/transport.js';
import { bodyTooLargeMessage } from '../decode/body-errors.js';
import { ByteBuffer } from '../decode/byte-buffer.js';
import { ERROR_BODY_MS, MAX_ERROR_BODY_BYTES } from '../decode/limits.js';

/** Options for reading a body. */
export interface ReadBodyOptions {
  /** Maximum number of bytes to read. */
  readonly maxBytes: number;
  /** Number of bytes that the server announced. */
  readonly expectedBytes?: number | undefined;
  /**
   * Set to true to return the available part of a body that is too long or ends early, instead of failing. Used for error bodies, where the
   * status matters more.
   */
  readonly lenient?: boolean | undefined;
  /** Resolves when the available part is to be returned, although the body goes on. */
  readonly expired?: Promise<void> | undefined;
}

/**
 * Reads the body of an unsuccessful response, or the part of it that arrives in time. Rejects only if the call is ended.
 *
 * @param idleMs The `idle` timeout of the call. It applies if it is shorter than the 5 seconds that are allowed for the body.
 */
export async function readErrorBodyText(
  body: TransportBody,
  scope: CallScope,
  { clock, idleMs }: { readonly clock: Clock; readonly idleMs: number },
): Promise<string> {
  let timer: TimerHandle | undefined;
  const expired = new Promise<void>((resolve) => {
    timer = clock.setTimeout(resolve, Math.min(idleMs || ERROR_BODY_MS, ERROR_BODY_MS));
  });
  try {
    return await readBodyText(body, scope, { maxBytes: MAX_ERROR_BODY_BYTES, lenient: true, expired });
  } finally {
    if (timer !== undefined) clock.clearTimeout(timer);
  }
}

/** Returns true if the bytes are a JSON object or array. Any part of one is not valid JSON. */
function isWholeJson(collected: ByteBuffer): boolean {
  const text = collected.text();
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Reads a complete body as text. A JSON body that arrived completely is complete even if its connection was lost. */
export function readBodyText(body: TransportBody, scope: CallScope, options: ReadBodyOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const collected = new ByteBuffer(Math.min(options.expectedBytes ?? 0, options.maxBytes));
    const finish = (): void => resolve(collected.text());
    scope.onFailure((failure) => {
      body.cancel();
      if (isConnectionLost(failure) && isWholeJson(collected)) finish();
      else reject(failure);
    });
    if (scope.failure !== undefined) {
      body.cancel();
      reject(scope.failure);
      return;
    }
    void options.expired?.then(() => {
      body.cancel();
      finish();
    });
    body.start({
      data(bytes) {
        scope.idle.touchBytes();
        const remaining = options.maxBytes - collected.length;
        if (bytes.length <= remaining) return collected.add(bytes);
        body.cancel();
        if (options.lenient) {
          collected.add(bytes.subarray(0, remaining));
          finish();
        } else {
          reject(new LmError('limit_exceeded', bodyTooLargeMessage(options.maxBytes)));
        }
      },
      end: finish,
      error(error) {
        // What arrived is the response if it is complete. Proxies cut the end of the framing, such as the last chunk.
        const failure = scope.bodyFailure(error);
        const mayUse = options.lenient === true && scope.failure === undefined;
        if (mayUse || (isConnectionLost(failure) && isWholeJson(collected))) finish();
        else reject(failure);
      },
    });
  });
}
