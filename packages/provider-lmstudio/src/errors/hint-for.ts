import { isApiError, type LmError } from '@lmux/core/provider';
import type { ServerIdentity } from '../server/probe-server.js';

/** The destination of a call and the server that was found there. */
export interface HintFacts {
  /** Scheme, host and port of the server, without credentials. */
  readonly origin: string;
  /** Path below which LM Studio was expected. */
  readonly prefix: string;
  /** True for a call of LM Studio's own API. */
  readonly native: boolean;
  /** The server at this address, if it was probed. */
  readonly identity?: ServerIdentity | undefined;
}

/** Returns the next step if no server is running at this address. */
export function startHint(origin: string): string {
  const { port, hostname } = new URL(origin);
  const local = /^(?:localhost|127\.|\[::1\])/.test(hostname);
  const command = `lms server start --port ${port || '80'}${local ? '' : ' --bind 0.0.0.0'}`;
  const bind = local ? '' : ' Without --bind it accepts only local connections.';
  return `Start LM Studio's server with "${command}", or set "baseUrl" to its address (default port: 1234).${bind}`;
}

/** Completes the error of a web page to which the server did not permit its response (https://lmstudio.ai/docs/cli/serve/server-start). */
export function corsHint(): string {
  return 'start LM Studio\'s server with "lms server start --cors", or turn on "Enable CORS" in the settings of the server in its app.';
}

function identityHint(error: LmError, { origin, prefix, native, identity }: HintFacts): string | undefined {
  switch (identity) {
    case 'lmstudio':
      if (native) {
        return 'The server is LM Studio, but without this endpoint of /api/v1, which requires LM Studio 0.4. Update LM Studio, or set the call option "route" to "openai", which older versions support.';
      }
      // Not for a response with invalid content, such as vectors of another length than requested.
      return isApiError(error) ? 'The server is LM Studio, but without this endpoint. Update LM Studio.' : undefined;
    case 'lmstudio-at-root':
      return `LM Studio is at ${origin}, not below ${prefix}. Remove that path from "baseUrl".`;
    case 'other':
      return `The server at ${origin} is not LM Studio. Check the host, port (LM Studio's default is 1234) and path in "baseUrl". For other OpenAI-compatible servers, use provider "openai".`;
    default:
      return undefined;
  }
}

/** Returns a hint that is specific to LM Studio, or `undefined` if core's message is enough. */
export function hintFor(error: LmError, facts: HintFacts): string | undefined {
  switch (error.code) {
    case 'authentication':
      // Core explains the refusal of a proxy, and errors that no server sent.
      if (!isApiError(error) || error.status === 407) return undefined;
      return "Create a token in LM Studio's app, in the settings of its server. configFromEnv() also reads LM_API_TOKEN.";
    case 'permission_denied':
      return "The permissions of a token are set in LM Studio's app, where it was created. Plugins and MCP servers are enabled separately.";
    case 'model_load_failed':
      return /insufficient system resources/i.test(error.message)
        ? 'LM Studio\'s memory guardrail cannot be overridden over HTTP. Set a smaller "contextLength", or load the model with "lms load".'
        : undefined;
    default:
      return identityHint(error, facts);
  }
}
