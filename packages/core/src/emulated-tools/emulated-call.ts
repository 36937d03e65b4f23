import type { CallOptions } from '../contract/call-options.js';
import type { ChatFeature, SchemaKeywords } from '../contract/capability.js';
import type { ChatRequest } from '../contract/chat.js';

/** A chat whose tools are emulated. */
export interface EmulatedCall {
  readonly request: ChatRequest;
  /** The features that the server provides. */
  readonly features: readonly ChatFeature[];
  /** The keywords of JSON Schema that the route holds. `undefined` if they are not known. */
  readonly keywords: SchemaKeywords | undefined;
  /** The text that describes the tools. Default: that of `toolPrompt`. */
  readonly prompt: string | undefined;
  readonly route: string;
  readonly options: CallOptions;
  readonly generateId: () => string;
}

/** The key of the JSON that the model writes: `calls` for a list, `next` for one call or reply. */
export type CallsKey = 'next' | 'calls';

/** Returns the key of the JSON for a request. Small models write one call more reliably than a list, so a list has to be requested. */
export function callsKeyOf({ parallelToolCalls }: ChatRequest): CallsKey {
  return parallelToolCalls === true ? 'calls' : 'next';
}
