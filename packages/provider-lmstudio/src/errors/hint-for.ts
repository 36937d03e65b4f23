import { isApiError, type LmError } from '@lmux/core/provider';
import { failedInBody } from '@lmux/core/provider/streams';
import type { ServerIdentity } from '../server/probe-server.js';

/** Where the call went, and what was found there. */
export interface HintFacts {
  /** The server's URL without a path, fit to be shown. */
  readonly origin: string;
  /** The path below which LM Studio was looked for. */
  readonly prefix: string;
  /** Whether the call was one of LM Studio's own API. */
  readonly native: boolean;
  /** Who listens there, where that was probed. */
  readonly identity?: ServerIdentity | undefined;
}

/** The system's code of a failed connection, wherever it is within the cause. */
function systemCode(cause: unknown): string | undefined {
  let link = cause as { code?: unknown; cause?: unknown } | undefined | null;
  for (let depth = 0; depth < 5 && typeof link === 'object' && link !== null; depth += 1) {
    if (typeof link.code === 'string') return link.code;
    link = link.cause as typeof link;
  }
  return undefined;
}

function startHint(origin: string): string {
  const { port, hostname } = new URL(origin);
  const local = /^(?:localhost|127\.|\[::1\])/.test(hostname);
  const bind = local ? '' : ' with --bind 0.0.0.0, since it listens to its own machine only';
  return `LM Studio's server does not run there: start it (lms server start --port ${port || '80'}${bind}), or set baseUrl to where it does; its usual port is 1234.`;
}

function connectionHint(error: LmError, { origin }: HintFacts): string | undefined {
  switch (systemCode(error.cause)) {
    case 'ECONNREFUSED':
      return startHint(origin);
    case undefined:
      // Browsers do not reveal the reason.
      return failedInBody(error)
        ? undefined
        : "Start LM Studio's server (lms server start; for web pages with --cors), or set baseUrl.";
    default:
      return undefined;
  }
}

function identityHint(error: LmError, { origin, prefix, native, identity }: HintFacts): string | undefined {
  switch (identity) {
    case 'lmstudio':
      if (native) {
        return 'It is LM Studio, but without this part of /api/v1: update it (0.4 brought the API); options.route "openai" works with older ones.';
      }
      // Not said of a response that is wrong in itself, such as vectors of another length than was requested.
      return isApiError(error) ? 'It is LM Studio, but it does not have this route: update it.' : undefined;
    case 'lmstudio-at-root':
      return `LM Studio is at ${origin}, not below ${prefix}: take that path out of baseUrl.`;
    case 'other':
      return `What listens at ${origin} is not LM Studio: check host, port (LM Studio's is 1234) and path of baseUrl, or use provider "openai" for other servers of that format.`;
    default:
      return undefined;
  }
}

/** What to do about an error, if there is more to say about LM Studio than core knows. */
export function hintFor(error: LmError, facts: HintFacts): string | undefined {
  switch (error.code) {
    case 'connection_failed':
      return connectionHint(error, facts);
    case 'authentication':
      return "Tokens are made in LM Studio's app, in the settings of its server; the environment's names for them are LM_API_TOKEN and LM_API_KEY.";
    case 'permission_denied':
      return 'What a token may do is set in the app where it was made; plugins and MCP servers are switches of their own.';
    case 'model_load_failed':
      return /insufficient system resources/i.test(error.message)
        ? "LM Studio's guardrail cannot be overridden over HTTP: load less (contextLength), or use `lms load`."
        : undefined;
    default:
      return identityHint(error, facts);
  }
}
