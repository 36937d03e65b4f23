import type { ChatResponse, TokenLogprob } from '../contract/chat.js';
import type { FinishReason } from '../contract/finish-reason.js';
import type { IncomingJson, JsonObject } from '../contract/json.js';
import type { AssistantMessage } from '../contract/message.js';
import type { ToolCall, ToolResult } from '../contract/tool.js';
import type { Timing, Usage } from '../contract/usage.js';
import type { Warning } from '../contract/warning.js';
import { toProviderMetadata, type MetadataSource } from './provider-metadata.js';

/** Fields of the response that a decoder sets as they become known. */
export interface ResponseFacts {
  id?: string | undefined;
  responseId?: string | undefined;
  usage?: Usage | undefined;
  timing?: Timing | undefined;
  finishReason?: FinishReason | undefined;
  /** State of the server that belongs to the reasoning, to send back in the history. */
  reasoningState?: JsonObject | undefined;
  /** State of the server that belongs to the message, to send back in the history. */
  messageState?: JsonObject | undefined;
  raw?: IncomingJson;
}

/** Everything that a chat response consists of. */
export interface ChatResponseParts {
  readonly facts: ResponseFacts;
  readonly source: MetadataSource | undefined;
  readonly model: string;
  readonly route: string;
  readonly text: string;
  readonly reasoning: string | undefined;
  readonly refusal: string | undefined;
  readonly toolCalls: readonly ToolCall[];
  readonly toolResults: readonly ToolResult[];
  readonly logprobs: readonly TokenLogprob[] | undefined;
  readonly extra: JsonObject | undefined;
  readonly warnings: readonly Warning[];
}

/** Builds the response of a chat from its parts. Absent parts have no field. */
export function buildChatResponse(parts: ChatResponseParts): ChatResponse {
  const { facts, model, route, text, reasoning, refusal, toolCalls, toolResults, logprobs, extra, warnings } = parts;
  const { id, responseId, usage, timing, finishReason, raw } = facts;
  return {
    ...(id === undefined ? {} : { id }),
    model,
    route,
    text,
    message: toMessage(parts),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(refusal === undefined ? {} : { refusal }),
    toolCalls,
    toolResults,
    finishReason: actualReason(finishReason ?? { unified: 'unknown', raw: undefined }, parts),
    ...(usage === undefined ? {} : { usage }),
    ...(timing === undefined ? {} : { timing }),
    ...(responseId === undefined ? {} : { responseId }),
    ...(logprobs === undefined ? {} : { logprobs }),
    ...(extra === undefined ? {} : { extra }),
    warnings,
    raw,
  };
}

/**
 * Returns the response as a message of the history. A refusal becomes its content if there is no text, because only OpenAI reads a refusal in a
 * field of its own.
 */
function toMessage({ facts, source, text, reasoning, refusal, toolCalls }: ChatResponseParts): AssistantMessage {
  const providerMetadata = toProviderMetadata(facts.messageState, source);
  const reasoningMetadata = toProviderMetadata(facts.reasoningState, source);
  return {
    role: 'assistant',
    content: text === '' ? (refusal ?? '') : text,
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
    ...(reasoningMetadata === undefined
      ? reasoning !== undefined && { reasoning }
      : { reasoning: [{ type: 'reasoning', text: reasoning ?? '', providerMetadata: reasoningMetadata }] }),
    ...(providerMetadata === undefined ? {} : { providerMetadata }),
  };
}

/** Replaces the reason of a refusal, and `stop` or a missing reason of a response with tool calls. */
function actualReason(reason: FinishReason, { refusal, toolCalls }: ChatResponseParts): FinishReason {
  const isRefused = refusal !== undefined && toolCalls.length === 0 && reason.unified !== 'error';
  if (isRefused) return { unified: 'content-filter', raw: reason.raw };
  return withCalls(reason, toolCalls.length > 0);
}

function isVague({ unified }: FinishReason): boolean {
  return unified === 'stop' || unified === 'unknown';
}

/**
 * Returns `tool-calls` as the reason if the model has called tools but the server reports `stop` or no reason. Agent
 * loops would end otherwise. Gemini does this in streams (googleapis/python-genai issue 2868), as did SGLang
 * (sgl-project/sglang pull request 7708).
 */
export function withCalls(reason: FinishReason, called: boolean): FinishReason {
  return called && isVague(reason) ? { unified: 'tool-calls', raw: reason.raw } : reason;
}
