import type { ContextOverflow } from './context-overflow.js';
import type { FinishReason } from './finish-reason.js';
import type { HttpDetails } from './http-details.js';
import type { Integration } from './integration.js';
import type { IncomingJson, JsonObject } from './json.js';
import type { AssistantMessage, Message } from './message.js';
import type { ResponseFormat } from './response-format.js';
import type { SamplingSettings } from './sampling.js';
import type { Timing, Usage } from './usage.js';
import type { ToolCall, ToolChoice, ToolDefinition, ToolResult } from './tool.js';
import type { Warning } from './warning.js';

/**
 * The reasoning effort of a model. Models may accept other values than these. `ModelInfo.capabilities.reasoning` lists them if the
 * server reports them.
 */
export type ReasoningSetting = 'off' | 'on' | 'low' | 'medium' | 'high' | (string & {});

/** A conversation for a model to continue. Unset fields are not sent. */
export interface ChatRequest extends SamplingSettings {
  /** Id of the model. Default: the client's `model`. */
  readonly model?: string | undefined;
  /** Instructions for the model. They are sent as a system message before `messages`. An empty string is not sent. */
  readonly system?: string | undefined;
  /** The conversation, oldest message first. */
  readonly messages: readonly Message[];
  /** Tools that the model may call. The caller runs them. */
  readonly tools?: readonly ToolDefinition[] | undefined;
  /** Controls whether the model calls a tool. */
  readonly toolChoice?: ToolChoice | undefined;
  /**
   * Set to false to allow at most one tool call in a response, to true to allow several. It is sent only with `tools`. If unset, the server
   * decides: OpenAI allows several, llama-server allows several if the chat template of the model does, and its older builds allow one.
   */
  readonly parallelToolCalls?: boolean | undefined;
  /** Format of the response: text, a JSON object, or JSON that matches a schema. */
  readonly responseFormat?: ResponseFormat | undefined;
  /** Reasoning effort. */
  readonly reasoning?: ReasoningSetting | undefined;
  /** Set to true to request the log probabilities of the tokens, or to the number of most likely tokens to list at each position. */
  readonly logprobs?: boolean | number | undefined;
  /** `responseId` of the stored response to continue from. See `ChatResponse.responseId`. */
  readonly previousResponseId?: string | undefined;
  /** Set to true to store this chat on the server so that it can be continued. If unset, the server decides. LM Studio stores chats by default. */
  readonly store?: boolean | undefined;
  /** Tools that the server runs itself. */
  readonly integrations?: readonly Integration[] | undefined;
  /** Context length in tokens. LM Studio uses it if this request loads the model. Ollama reloads a model that runs with another length. */
  readonly contextLength?: number | undefined;
  /** Handling of a prompt that exceeds the context of the model. Default: the client's setting, then `server`. */
  readonly contextOverflow?: ContextOverflow | undefined;
  /** Additional fields for the request body. They are merged last, unchanged. */
  readonly extra?: JsonObject | undefined;
}

/** A conversation for a model to continue. A string is a conversation of one message of the user. */
export type ChatInput = string | ChatRequest;

/** A token with its log probability. */
export interface TokenLogprob {
  /** Text of the token. */
  readonly token: string;
  /** Natural logarithm of the token's probability. */
  readonly logprob: number;
  /** The most likely tokens at this position, as many as requested. */
  readonly topLogprobs?: readonly TokenLogprob[] | undefined;
}

/** The complete response of a model to a chat request. */
export interface ChatResponse {
  /** The response id assigned by the server. Not unique on every server. */
  readonly id?: string | undefined;
  /** The model that generated the response, as reported by the server. If it reports none, the requested model. */
  readonly model: string;
  /** Name of the route that served the request. */
  readonly route: string;
  /** The generated text. Empty if there is none. */
  readonly text: string;
  /**
   * The response as a message. Append it to the messages of the next request. It is complete: text, tool calls, reasoning, and the state
   * that the server expects back. A refusal becomes the content of `message` if there is no text.
   */
  readonly message: AssistantMessage;
  /** The model's reasoning, if the server separates it from the text or the option `reasoningTags` does. */
  readonly reasoning?: string | undefined;
  /**
   * The model's refusal to respond, if it is separate from the text. The finish reason is then `content-filter`, unless the model also called
   * tools or the server failed.
   */
  readonly refusal?: string | undefined;
  /** Tool calls for the caller to run, in the order in which the model made them. */
  readonly toolCalls: readonly ToolCall[];
  /** Tool calls that the server has run, with their results, in order. */
  readonly toolResults: readonly ToolResult[];
  /** Reason why the model stopped. */
  readonly finishReason: FinishReason;
  /** Token counts. Absent if the server does not report them. */
  readonly usage?: Usage | undefined;
  /** Times measured by the server. Absent if it does not report them. */
  readonly timing?: Timing | undefined;
  /** Id of the stored response. Pass it as `ChatRequest.previousResponseId` to continue the chat. */
  readonly responseId?: string | undefined;
  /** Log probabilities of the generated tokens, if requested and returned. */
  readonly logprobs?: readonly TokenLogprob[] | undefined;
  /**
   * Output for which the contract has no field, such as citations, images and audio, under the names that the server uses. Pieces of a stream
   * are joined. Absent if there is none.
   */
  readonly extra?: IncomingJson;
  /** Problems that did not fail the call, such as a dropped feature. */
  readonly warnings: readonly Warning[];
  /** The JSON body that the server sent. For a stream, the last item that contained more than text. */
  readonly raw: IncomingJson;
  /**
   * The HTTP response that contained this response: status, headers, request id and rate limits. If several requests were sent, that of the last
   * one. Absent if the provider has no HTTP response, as in tests. Not enumerable: JSON and copies of the response do not have it.
   */
  readonly http?: HttpDetails | undefined;
}

/**
 * The part of a response that arrived before a stream failed. `text` contains everything up to that point. The other fields are present if
 * they were received. There is no `message`, because an incomplete one must not become part of the history.
 */
export type PartialResponse = Partial<Omit<ChatResponse, 'message' | 'http'>> & { readonly text: string };
