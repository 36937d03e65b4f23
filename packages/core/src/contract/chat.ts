import type { FinishReason } from './finish-reason.js';
import type { Integration } from './integration.js';
import type { IncomingJson, JsonObject } from './json.js';
import type { Message } from './message.js';
import type { ResponseFormat } from './response-format.js';
import type { SamplingSettings } from './sampling.js';
import type { Timing, Usage } from './usage.js';
import type { ToolCall, ToolChoice, ToolDefinition, ToolResult } from './tool.js';
import type { Warning } from './warning.js';

/**
 * How much the model should reason: `off`, `on`, `low`, `medium`, `high`, or another word that the model knows (servers
 * differ; `ModelInfo.capabilities.reasoning` lists them where the server tells).
 */
export type ReasoningSetting = 'off' | 'on' | 'low' | 'medium' | 'high' | (string & {});

/** A conversation to be continued by a model. What is unset is not sent. */
export interface ChatRequest extends SamplingSettings {
  /** Id of the model. Default: the client's `model`. */
  readonly model?: string | undefined;
  /** The conversation, oldest first. */
  readonly messages: readonly Message[];
  /** Tools that the model may call; the caller runs them. */
  readonly tools?: readonly ToolDefinition[] | undefined;
  /** Whether it must, may or must not call one. */
  readonly toolChoice?: ToolChoice | undefined;
  /** The form of the reply. */
  readonly responseFormat?: ResponseFormat | undefined;
  /** How much to reason. */
  readonly reasoning?: ReasoningSetting | undefined;
  /** Ask for the probabilities of tokens: `true`, or how many of the likeliest to list at each place. */
  readonly logprobs?: boolean | number | undefined;
  /** Continue a chat that the server keeps, from this response (`ChatResponse.responseId`). */
  readonly previousResponseId?: string | undefined;
  /** Whether the server keeps this chat, so that it can be continued. Default: the server's. */
  readonly store?: boolean | undefined;
  /** Tools that the server runs itself. */
  readonly integrations?: readonly Integration[] | undefined;
  /** Tokens of context to load the model with, if this request loads it. */
  readonly contextLength?: number | undefined;
  /** Raw fields merged into the wire body, last. */
  readonly extra?: JsonObject | undefined;
}

/** A token and how likely it was. */
export interface TokenLogprob {
  /** The token as text. */
  readonly token: string;
  /** Natural logarithm of its probability. */
  readonly logprob: number;
  /** The likeliest tokens at this place, as many as were asked for. */
  readonly topLogprobs?: readonly TokenLogprob[] | undefined;
}

/** A model's whole reply. */
export interface ChatResponse {
  /** The server's id of the reply. Not unique on every server. */
  readonly id?: string | undefined;
  /** The model that answered, as the server names it; the model asked for where the server does not say. */
  readonly model: string;
  /** The route that served the request. */
  readonly route: string;
  /** The reply's text; empty when there is none. */
  readonly text: string;
  /** The model's reasoning, where it is told apart from the text. */
  readonly reasoning?: string | undefined;
  /** Tools that the model wants the caller to run, in its order. */
  readonly toolCalls: readonly ToolCall[];
  /** Tools that the server ran itself, in order. */
  readonly toolResults: readonly ToolResult[];
  /** Why the model stopped. */
  readonly finishReason: FinishReason;
  /** Tokens taken; absent when the server does not tell. */
  readonly usage?: Usage | undefined;
  /** How long it took, as the server measured it; absent when it does not tell. */
  readonly timing?: Timing | undefined;
  /** Where a chat that the server keeps can be continued (`ChatRequest.previousResponseId`). */
  readonly responseId?: string | undefined;
  /** Probabilities of the reply's tokens, where they were asked for and given. */
  readonly logprobs?: readonly TokenLogprob[] | undefined;
  /** What was asked for and not done, or looks wrong. */
  readonly warnings: readonly Warning[];
  /** The server's own answer: its JSON body, or the last wire event of a stream that carried something but text. */
  readonly raw: IncomingJson;
}

/** What had arrived of a reply when it broke off: `text` and the lists are whole up to there. */
export type PartialResponse = Partial<ChatResponse> & { readonly text: string };
