import { isLmError, isStreamError, type CallOptions, type HttpClient, type LmError } from '@lmux/core/provider';
import { pipeSource, withLinkedSignal, type PushSource } from '@lmux/core/provider/streams';
import { probeServer } from '../server/probe-server.js';
import { hintFor } from './hint-for.js';
import { rebuildError } from './rebuild-error.js';

/** Longest message of an error; a hint must not be what is cut off. */
const MAX_MESSAGE = 490;

/** Codes behind which there may be another server, another path or an old version. */
const WORTH_PROBING = new Set<string>(['unexpected_response', 'not_found', 'parse_error']);

/** What the explanations are about. */
export interface ExplainedServer {
  readonly http: HttpClient;
  /** Scheme, host and port of the server. */
  readonly origin: string;
  /** The path below which LM Studio is looked for. */
  readonly prefix: string;
}

function withHint(error: LmError, hint: string | undefined): LmError {
  if (hint === undefined) return error;
  const remaining = MAX_MESSAGE - hint.length;
  const message =
    error.message.length > remaining ? `${error.message.slice(0, Math.max(0, remaining - 1))}…` : error.message;
  return rebuildError(error, { message: `${message} ${hint}` });
}

/** Whether the server may be another one. A stream that has begun to speak LM Studio's words is one of LM Studio. */
function mayBeElsewhere(error: LmError): boolean {
  return WORTH_PROBING.has(error.code) && !(isStreamError(error) && error.code === 'parse_error');
}

/**
 * Turns errors into such as help with LM Studio: the server that does not run, the one that is something else, the path that is wrong.
 * It asks the server who it is only when a call has failed, within the call's own signal.
 */
export class ErrorExplainer {
  readonly #server: ExplainedServer;

  constructor(server: ExplainedServer) {
    this.#server = server;
  }

  /** Runs a call; what it rejects with is explained. */
  async call<T>(native: boolean, options: CallOptions | undefined, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw await this.#explained(error, native, options?.signal);
    }
  }

  /** A source whose error is explained. */
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
