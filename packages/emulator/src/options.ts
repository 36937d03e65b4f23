import type { Plugins } from './lmstudio/plugin-tool.js';
import type { ReplyOption } from './shared/engine/reply.js';
import type { Fault } from './shared/faults/fault.js';
import type { ModelDefinition } from './shared/models/model-definition.js';
import type { LogEntry } from './shared/server/request-record.js';

/** The servers that can be played: LM Studio, Ollama, and llama.cpp's llama-server. */
export type ServerProfileName = 'lmstudio' | 'ollama' | 'llamacpp';

/** Settings of an emulator; every one has a default. */
export interface EmulatorOptions {
  /** The server to play. Default `lmstudio`. */
  readonly as?: ServerProfileName;
  /**
   * For `llamacpp`: false is a server of one model, the first chat model or the first at all, without a management of
   * models. While it loads (`loadMs`) it responds with 503. Default true: router mode, with all models.
   */
  readonly router?: boolean;
  /** TCP port; 0 takes a free one. Default 0. */
  readonly port?: number;
  /** Address to listen on. Default `127.0.0.1`, so that only this machine can connect. */
  readonly host?: string;
  /** The models that are downloaded or can be. Default {@link DEFAULT_MODELS}. */
  readonly models?: readonly ModelDefinition[];
  /** Just-in-time loading: a request may name a model that is not loaded. Default true; Ollama always does it. */
  readonly jit?: boolean;
  /** Replaces the built-in replies: one text for all, or a function of the request. */
  readonly reply?: ReplyOption;
  /** Milliseconds before each token. Default 0. */
  readonly delayMs?: number;
  /** For `lmstudio`: false makes it a server from before 0.4, without /api/v1. Default true. */
  readonly nativeApi?: boolean;
  /** Milliseconds that loading a model takes. Default 0. */
  readonly loadMs?: number;
  /** Milliseconds that a download takes which has no plan of its own. Default 10 000. */
  readonly downloadMs?: number;
  /** For `lmstudio`: tools of the plugins and MCP servers. Default: each that a request names has one tool of its name. */
  readonly plugins?: Plugins;
  /**
   * The time in milliseconds since 1970, by which idle models are unloaded, downloads move on and stored chats are
   * forgotten. Default `Date.now`. Waits (`delayMs`, `loadMs`) are real whatever it says.
   */
  readonly nowMs?: () => number;
  /**
   * Tokens of which a request must send one as `Authorization: Bearer`, and the plugins that they allow to use.
   * Default: no token is required, and every plugin is allowed.
   */
  readonly auth?: string | { readonly tokens: readonly string[]; readonly plugins?: readonly string[] };
  /** Faults of the first requests that they match, in this order. Default none. */
  readonly faults?: readonly Fault[];
  /** Generations that run at once; further requests wait. Default 4. */
  readonly parallel?: number;
  /** Lets web pages of any origin call. Default false. */
  readonly cors?: boolean;
  /** How many requests `requests` keeps, the newest; 0 keeps none. Default 1000. */
  readonly keepRequests?: number;
  /** Called once for each request when it is over. Default: nothing is logged. */
  readonly log?: (entry: LogEntry) => void;
}
