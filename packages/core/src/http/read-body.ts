import { LmError } from '../errors/lm-error.js';
import type { CallScope } from '../signals/call-scope.js';
import type { TransportBody } from '../transport/transport.js';
import { bodyTooLargeMessage } from '../decode/body-errors.js';
import { ByteBuffer } from '../decode/byte-buffer.js';

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
}

/** Reads a complete body as text. */
export function readBodyText(body: TransportBody, scope: CallScope, options: ReadBodyOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const collected = new ByteBuffer(Math.min(options.expectedBytes ?? 0, options.maxBytes));
    const finish = (): void => resolve(collected.text());
    scope.onFailure((failure) => {
      body.cancel();
      reject(failure);
    });
    if (scope.failure !== undefined) {
      body.cancel();
      reject(scope.failure);
      return;
    }
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
        if (options.lenient && scope.failure === undefined) finish();
        else reject(scope.failure ?? error);
      },
    });
  });
}
