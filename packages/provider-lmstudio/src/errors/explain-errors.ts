import { isLmError, isStreamError, type CallOptions, type HttpClient, type LmError } from '@lmux/core/provider';
import { isRefusedRedirect, pipeSource, withLinkedSignal, type PushSource } from '@lmux/core/provider/streams';
import { probeServer } from '../server/probe-server.js';
import { hintFor } from './hint-for.js';
import { rebuildError } from './rebuild-error.js';

/** Maximum length of a message with its hint. The message is truncated, the hint never is. */
const MAX_MESSAGE = 490;

/** Error codes that can result from another server, a wrong path or an old version. */
const WORTH_PROBING = new Set<string>(['unexpected_response', 'not_found', 'parse_error']);

/** The server whose errors are explained. */
export interface ExplainedServer {
  readonly http: HttpClient;
  /** Scheme, host and port of the server. */
  readonly origin: string;
  /** Path below which LM Studio is expected. */
  readonly prefix: string;
}

function withHint(error: LmError, hint: string | undefined): LmError {
  if (hint === undefined) return error;
  const remaining = MAX_MESSAGE - hint.length;
  const message =
    error.message.length > remaining ? `${error.message.slice(0, Math.max(0, remaining - 1))}…` : error.message;
  return rebuildError(error, { message: `${message} ${hint}` });
}

/** True if another server may have responded. A stream that started with LM Studio's events is from LM Studio. */
function mayBeElsewhere(error: LmError): boolean {
  // The message contains the target and the next step.
  if (isRefusedRedirect(error)) return false;
  return WORTH_PROBING.has(error.code) && !(isStreamError(error) && error.code === 'parse_error');
}

/**
 * Adds hints about LM Studio to errors: the server is not running, is not LM Studio, or has another path. It probes the server only after a
 * call has failed, and stops when the signal of the call is aborted.
 */
export class ErrorExplainer {
  readonly #server: ExplainedServer;

  constructor(server: ExplainedServer) {
    this.#server = server;
  }

  /** Runs a call and adds a hint to its error. */
  async call<T>(native: boolean, options: CallOptions | undefined, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw await this.#explained(error, native, options?.signal);
    }
  }

  /** Returns a source that adds a hint to its error. */
  source<T>(native: boolean, options: CallOptions | undefined, source: PushSource<T>): PushSource<T> {
    return pipeSource<T>(source, (observer, canceled) => {
      const fail = async (error: unknown): Promise<void> => {
        const explained = await withLinkedSignal([options?.signal, canceled()], (signal) =>
          this.#explained(error, native, signal),
        );
        if (!canceled().aborted) observer.error(explained);
      };
      return { error: (error) => void fail(error) };
    });
  }

  async #explained(error: unknown, native: boolean, signal: AbortSignal | undefined): Promise<unknown> {
    if (!isLmError(error)) return error;
    const { http, origin, prefix } = this.#server;
    const identity = mayBeElsewhere(error) ? await probeServer(http, prefix, signal) : undefined;
    return withHint(error, hintFor(error, { origin, prefix, native, identity }));
  }
}
