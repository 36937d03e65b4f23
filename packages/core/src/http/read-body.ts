import { LmError } from '../errors/lm-error.js';
import type { CallScope } from '../signals/call-scope.js';
import type { TransportBody } from '../transport/transport.js';
import { ByteBuffer } from '../decode/byte-buffer.js';

/** How a body is read. */
export interface ReadBodyOptions {
  /** Most bytes to take. */
  readonly maxBytes: number;
  /** How many there will be, as the server says. */
  readonly expectedBytes?: number | undefined;
  /** Takes what there is of a body that is longer or breaks off, instead of failing: for bodies of errors, whose status says more. */
  readonly lenient?: boolean | undefined;
}

/** Reads a body to its end as text. */
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
          reject(
            new LmError(
              'limit_exceeded',
              `The answer is larger than ${options.maxBytes} bytes (maxBodyBytes); the connection was closed.`,
            ),
          );
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
