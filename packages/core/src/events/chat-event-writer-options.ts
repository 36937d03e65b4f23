import type { ResponseFormat } from '../contract/response-format.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { Warning } from '../contract/warning.js';
import type { MetadataSource } from './provider-metadata.js';

/** The properties of a stream that are known before it begins. */
export interface ChatEventWriterOptions {
  readonly emit: (event: StreamEvent) => void;
  /** The requested model, used until the server names one. */
  readonly model: string;
  readonly route: string;
  /** The warnings of the planner. */
  readonly warnings: readonly Warning[];
  /** Generates ids for tool calls without one. */
  readonly generateId: () => string;
  /** The source of the server's state in the response. If unset, the response contains none. */
  readonly metadataSource?: MetadataSource | undefined;
  /** The format that the request demands. If it is JSON, a response without text is reported even if it has reasoning. */
  readonly responseFormat?: ResponseFormat | undefined;
  /** Set to false to not keep text, reasoning, refusal and log probabilities for the response. Default true. See `CallOptions.collect`. */
  readonly collect?: boolean | undefined;
}
