import type { Fault } from './faults/fault.js';
import type { ModelDefinition } from './model/model-definition.js';
import type { ReplyOption } from './model/reply.js';
import type { LogEntry } from './server/log-entry.js';

/** Settings of an emulator; every one has a default. */
export interface EmulatorOptions {
  /** TCP port; 0 takes a free one. Default 0. */
  readonly port?: number;
  /** Address to listen on. Default `127.0.0.1`, so that only this machine can connect. */
  readonly host?: string;
  /** The downloaded models. Default {@link DEFAULT_MODELS}. */
  readonly models?: readonly ModelDefinition[];
  /** Just-in-time loading: a request may name a model that is not loaded. Default true. */
  readonly jit?: boolean;
  /** Replaces the built-in replies: one text for all, or a function of the request. */
  readonly reply?: ReplyOption;
  /** Milliseconds before each token. Default 0. */
  readonly delayMs?: number;
  /** Tokens of which a request must send one as `Authorization: Bearer`. Default: no token asked. */
  readonly auth?: string | { readonly tokens: readonly string[] };
  /** Faults to strike the first requests, in this order. Default none. */
  readonly faults?: readonly Fault[];
  /** Generations that run at once; further requests wait. Default 4. */
  readonly parallel?: number;
  /** Lets web pages of any origin call. Default false, as in LM Studio. */
  readonly cors?: boolean;
  /** How many requests `requests` keeps, the newest; 0 keeps none. Default 1000. */
  readonly keepRequests?: number;
  /** Called once for each request when it is over. Default: nothing is logged. */
  readonly log?: (entry: LogEntry) => void;
}
