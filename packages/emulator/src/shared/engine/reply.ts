/** One tool offered by a request. */
export interface OfferedTool {
  readonly name: string;
  readonly description: string | undefined;
  /** JSON Schema of the arguments. */
  readonly parameters: Record<string, unknown>;
}

/** One message of the request, reduced to its text. */
export interface PromptMessage {
  readonly role: string;
  readonly text: string;
  /** How many images it carries. */
  readonly images: number;
}

/** What a reply is made from; the `reply` option gets this. */
export interface ReplyRequest {
  /** `stored-chat` is a chat that the server stores, `completion` a prompt without messages, anything else `chat`. */
  readonly endpoint: 'chat' | 'completion' | 'stored-chat';
  /** The model that replies, which need not be the requested one. */
  readonly model: string;
  /** For a completion: one user message with the prompt. */
  readonly messages: readonly PromptMessage[];
  /** For a native chat: those of its integrations, which the server runs itself. */
  readonly tools: readonly OfferedTool[];
  readonly toolChoice: 'none' | 'auto' | 'required';
  /** Whether more than one tool may be called. */
  readonly parallelToolCalls: boolean;
  /** JSON Schema that the reply has to satisfy, if one was given. */
  readonly schema: Record<string, unknown> | undefined;
  /** The request body as it came. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** A tool call of a reply. */
export interface ReplyToolCall {
  readonly name: string;
  /** An object, or the exact text to send (which need not be JSON). */
  readonly arguments: Record<string, unknown> | string;
}

/** A reply in parts; all are optional. */
export interface ReplyParts {
  readonly text?: string;
  /** Sent before the text as `reasoning_content`, unless the request turned reasoning off. */
  readonly reasoning?: string;
  readonly toolCalls?: readonly ReplyToolCall[];
}

/** A fixed text, or a function that gets each request. */
export type ReplyOption = string | ((request: ReplyRequest) => string | ReplyParts | Promise<string | ReplyParts>);
