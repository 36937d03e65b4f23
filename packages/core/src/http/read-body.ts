import { LmError } from '../errors/lm-error.js';
import type { CallScope } from '../signals/call-scope.js';
import type { TransportBody } from '../transport/transport.js';

/** How a body is read. */
export interface ReadBodyOptions {
  /** Most bytes to take. */
  readonly maxBytes: number;
  /** Takes what there is of a body that is longer or breaks off, instead of failing: for bodies of errors, whose status says more. */
  readonly lenient?: boolean | undefined;
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1 && chunks[0] !== undefined) return chunks[0];
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/** Reads a body to its end as text. Decoded once at the end: joining pieces of text would copy them twice. */
export function readBodyText(body: TransportBody, scope: CallScope, options: ReadBodyOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    const finish = (): void => resolve(new TextDecoder().decode(joined(chunks, length)));
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
        scope.touchBytes();
        const room = options.maxBytes - length;
        if (bytes.length <= room) {
          // Kept beyond the call, so copied: transports may reuse their buffer.
          chunks.push(bytes.slice());
          length += bytes.length;
          return;
        }
        body.cancel();
        if (options.lenient) {
          chunks.push(bytes.slice(0, room));
          length += room;
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
