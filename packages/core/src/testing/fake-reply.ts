import type { ChatRequest } from '../contract/chat.js';
import type { HttpDetails } from '../contract/http-details.js';
import type { FinishReason, UnifiedFinishReason } from '../contract/finish-reason.js';
import type { JsonObject } from '../contract/json.js';
import type { ToolResult } from '../contract/tool.js';
import type { Usage } from '../contract/usage.js';
import { LmError } from '../errors/lm-error.js';
import { isObject, readObject } from '../json/read-json.js';
import type { WithModel } from '../provider/provider.js';
import { anything, checkKeys, isArray, shown, type Checks } from '../validate/check.js';

/** A chat request as the provider receives it. A completion has a user message with its prompt. */
export type FakeChatRequest = WithModel<ChatRequest>;

/** A tool call of a fake reply. A `ToolCall` can be passed as it is. */
export interface FakeToolCall {
  readonly name: string;
  /** An object, or the exact text, which may be invalid JSON. Default: `input`. */
  readonly arguments?: JsonObject | string | undefined;
  /** The arguments, if `arguments` is unset. Default: `{}`. */
  readonly input?: unknown;
  /** Default: a generated id. */
  readonly id?: string | undefined;
}

/** The parts of a fake reply. All are optional. A `ChatResponse` can be passed as it is. */
export interface FakeReplyParts {
  /** The model that generated the reply. Default: the requested one. */
  readonly model?: string | undefined;
  readonly text?: string | undefined;
  /** A value whose JSON is the text, for structured output. Used if `text` is unset. */
  readonly json?: unknown;
  readonly reasoning?: string | undefined;
  readonly refusal?: string | undefined;
  readonly toolCalls?: readonly FakeToolCall[] | undefined;
  /** Tools that the server has run itself. */
  readonly toolResults?: readonly ToolResult[] | undefined;
  /** Default: `tool-calls` if there are tool calls, otherwise `stop`. */
  readonly finishReason?: FinishReason | UnifiedFinishReason | undefined;
  /** Default: each word counts as a token. */
  readonly usage?: Usage | undefined;
  /** The `responseId` of the response, for chats that the server stores. */
  readonly responseId?: string | undefined;
  /** The call fails with this error. A stream fails after the other parts, which are then in `partial`. */
  readonly error?: Error | undefined;
  /** The `http` of the response. */
  readonly http?: HttpDetails | undefined;
  /** The `raw` of the response. */
  readonly raw?: unknown;
}

/** A reply without further evaluation: a text, an error with which the call fails, or parts. */
export type FakeReplyValue = string | Error | FakeReplyParts;

/** Returns the reply to a request. The call waits for a promise, and fails if the function throws. */
export type FakeReplyFunction = (request: FakeChatRequest) => FakeReplyValue | Promise<FakeReplyValue>;

/** A reply of `fakeProvider`: a value, or a function of the request. */
export type FakeReply = FakeReplyValue | FakeReplyFunction;

/** The keys of replies, and those of responses, which may be passed as they are. */
const KEYS = [
  'model',
  'text',
  'json',
  'reasoning',
  'refusal',
  'toolResults',
  'finishReason',
  'usage',
  'responseId',
  'error',
  'http',
  'raw',
  'message',
  'route',
  'id',
  'timing',
  'logprobs',
  'extra',
  'warnings',
];
const PARTS: Checks = { ...Object.fromEntries(KEYS.map((key) => [key, anything])), toolCalls: isArray };

const WHERE = 'fakeProvider().replies[]';

function checkReply(reply: object): asserts reply is FakeReplyParts {
  checkKeys(reply, PARTS, WHERE, 'config_invalid');
  const { toolCalls = [] } = reply as FakeReplyParts;
  for (const [index, call] of toolCalls.entries()) {
    const { name } = readObject(call);
    if (typeof name !== 'string' || name === '') {
      throw new LmError(
        'config_invalid',
        `"${WHERE}.toolCalls[${index}].name" must be the name of a tool; received ${shown(name)}.`,
      );
    }
  }
}

/** Evaluates a reply. Throws `config_invalid` if it has an unknown key or a tool call without a name, and `unexpected_response` if it is no reply. */
export async function resolveReply(reply: FakeReply, request: FakeChatRequest): Promise<FakeReplyParts> {
  const value: unknown = typeof reply === 'function' ? await reply(request) : reply;
  if (typeof value === 'string') return { text: value };
  if (value instanceof Error) return { error: value };
  if (isObject(value)) {
    checkReply(value);
    return value;
  }
  throw new LmError(
    'unexpected_response',
    `A reply of fakeProvider() must be a text, an Error, an object such as { text, toolCalls }, or a function that returns one of them; received ${shown(value)}.`,
  );
}

/** Returns a function that takes the replies in order, one for each call. */
export function takeInOrder(replies: readonly FakeReply[]): (method: string) => FakeReply {
  let taken = 0;
  return (method) => {
    taken += 1;
    // A missing value in the list is an error of its own. See `resolveReply`.
    if (taken <= replies.length) return replies[taken - 1] as FakeReply;
    const count = replies.length === 1 ? '1 reply' : `${replies.length} replies`;
    throw new LmError(
      'unexpected_response',
      `fakeProvider() has ${count}, and this is call number ${taken}, of ${method}(). Add a reply to "replies" for each call, or pass a function that replies to all calls.`,
    );
  };
}
