import { LmError } from '@lmux/core';
import type { McpClient } from './mcp-client.js';

/** The longest time of a timer. A longer one ends immediately. */
export const MAX_TIMEOUT_MS = 2_147_483_647;

/** The reason that the SDK sends to the server, so it is not that of the application. */
const CANCELED = 'The call was canceled.';

/** What ends a call to an MCP server. */
export interface CallLimits {
  /** The client that makes the call. */
  readonly client: Pick<McpClient, 'transport'>;
  /** Description of the call for messages, such as `The call of the MCP tool "echo"`. */
  readonly call: string;
  /** Ends the call. */
  readonly signal: AbortSignal | undefined;
  /** Maximum time in milliseconds without a result or progress. */
  readonly timeoutMs: number;
}

/** What a call to an MCP server uses while it runs. */
export interface LimitedCall {
  /** Aborted when the call is over. */
  readonly signal: AbortSignal;
  /** Starts the time again, because the server has shown progress. */
  readonly restartTime: () => void;
}

/**
 * Runs a call to an MCP server until it settles, is aborted or takes too long. The SDK receives a signal of its own for each call, because it
 * never removes its listeners.
 *
 * @throws `aborted`, or `total_timeout` if the time is over.
 */
export async function runLimited<T>(
  { client, call, signal, timeoutMs }: CallLimits,
  run: (limited: LimitedCall) => Promise<T>,
): Promise<T> {
  const aborted = (): LmError =>
    new LmError('aborted', `${call} was aborted. The reason is in "cause".`, { cause: signal?.reason });
  if (signal?.aborted) throw aborted();
  const { transport } = client;
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let failure: LmError | undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    // The first listener. That of the SDK rejects with an error of its own.
    controller.signal.addEventListener('abort', () => reject(failure ?? aborted()));
  });
  const end = (error: LmError): void => {
    failure = error;
    controller.abort(CANCELED);
  };
  const restartTime = (): void => {
    clearTimeout(timer);
    // A server may report progress after the result.
    if (isOver) return;
    timer = setTimeout(() => {
      const problem = `${call} had no result or progress within ${timeoutMs.toLocaleString('en-US')} ms, so it was canceled.`;
      end(new LmError('total_timeout', `${problem} Raise "timeoutMs" if the tool needs longer.`));
    }, timeoutMs);
  };
  const onAbort = (): void => end(aborted());
  signal?.addEventListener('abort', onAbort);
  restartTime();
  try {
    return await Promise.race([run({ signal: controller.signal, restartTime }), ended]);
  } finally {
    isOver = true;
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    // Versions of the SDK before 1.28 keep the timer of a request whose connection was closed, which keeps the process alive. An abort clears it.
    if (client.transport !== transport) controller.abort(CANCELED);
  }
}
