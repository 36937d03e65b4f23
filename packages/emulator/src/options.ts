import type { Plugins } from './lmstudio/plugin-tool.js';
import type { ReplyOption } from './shared/engine/reply.js';
import type { Fault } from './shared/faults/fault.js';
import type { ModelDefinition } from './shared/models/model-definition.js';
import type { LogEntry } from './shared/server/request-record.js';

/** The servers that can be emulated: LM Studio, Ollama, and llama.cpp's llama-server. */
export type ServerProfileName = 'lmstudio' | 'ollama' | 'llamacpp';

/** Options of an emulator. All are optional. */
export interface EmulatorOptions {
  /** The server to emulate. Default `lmstudio`. */
  readonly as?: ServerProfileName;
  /**
   * For `llamacpp`: true for a router with all models, false for a single-model server without model management. A
   * single-model server has the first chat model, or else the first model, and responds with 503 while it loads
   * (`loadMs`). Default true.
   */
  readonly router?: boolean;
  /** TCP port, or 0 for any free port. Default 0. */
  readonly port?: number;
  /** Address to listen on. Default `127.0.0.1`, which accepts connections only from this machine. */
  readonly host?: string;
  /**
   * Host names and addresses that a request may name in its Host header, besides `localhost`, loopback addresses and
   * `host`. `*` allows every host. Any other host is refused with 403, because a web page can make its own host name
   * resolve to this machine (DNS rebinding). Default: none, and with a `host` that is not a loopback address, hosts are
   * checked only if this option is set. With `ollama`, local names and private addresses are always allowed.
   */
  readonly allowedHosts?: readonly string[];
  /**
   * Called with a warning at the start: other machines can reach the emulator. Default: it is a process warning with the
   * code `LMUX_EMULATOR_EXPOSED`.
   */
  readonly onWarning?: (message: string) => void;
  /**
   * The models that are downloaded or can be downloaded. Default: two chat models, one of which reasons, and an
   * embedding model, with names of the emulated server. `DEFAULT_MODELS` are those of LM Studio.
   */
  readonly models?: readonly ModelDefinition[];
  /**
   * Set to false to disable just-in-time loading, with which a request loads the model that it names. Default true.
   * Ollama always loads models.
   */
  readonly jit?: boolean;
  /** Replaces the built-in replies with a fixed text or a function of the request. */
  readonly reply?: ReplyOption;
  /** Delay in ms before each token. Default 0. */
  readonly delayMs?: number;
  /** For `lmstudio`: set to false to emulate a server before 0.4, which has no /api/v1. Default true. */
  readonly nativeApi?: boolean;
  /** Time in ms to load a model. Default 0. */
  readonly loadMs?: number;
  /** Duration in ms of a download without a plan of its own. Default 10,000. */
  readonly downloadMs?: number;
  /**
   * For `lmstudio`: the tools of plugins and MCP servers. By default, each one that a request names has a single tool
   * with its name.
   */
  readonly plugins?: Plugins;
  /**
   * Returns the time in milliseconds since 1970. It determines when idle models are unloaded, how far downloads are and
   * when stored chats expire. It does not affect `delayMs` and `loadMs`, which use real timers. Default `Date.now`.
   */
  readonly nowMs?: () => number;
  /**
   * Tokens, one of which a request must send as `Authorization: Bearer`, and the ids of the plugins that they allow.
   * Default: no token is required, and all plugins are allowed.
   */
  readonly auth?: string | { readonly tokens: readonly string[]; readonly plugins?: readonly string[] };
  /** Faults to apply, in this order. Each request uses the first fault that matches it. Default none. */
  readonly faults?: readonly Fault[];
  /** Maximum number of concurrent generations. Further requests wait. Default 4. */
  readonly parallel?: number;
  /** Set to true to allow requests from web pages of any origin. Default false. */
  readonly cors?: boolean;
  /** Maximum number of requests kept in `requests`, the most recent ones. 0 keeps none. Default 1000. */
  readonly keepRequests?: number;
  /**
   * Maximum size in bytes of the kept bodies together. The bodies of the oldest requests are dropped first, and reading
   * a dropped one throws. Default 16 MiB.
   */
  readonly keepBytes?: number;
  /** Called once for each request when it has ended. What it throws is reported once, as a process warning. Default: nothing is logged. */
  readonly log?: (entry: LogEntry) => void;
}
