/** One tool that a request offers. */
export interface OfferedTool {
  readonly name: string;
  readonly description: string | undefined;
  /** JSON Schema of the arguments. */
  readonly parameters: Record<string, unknown>;
}

/** One message of a request, reduced to its role, its text and its number of images. */
export interface PromptMessage {
  readonly role: string;
  readonly text: string;
  /** Number of images in the message. */
  readonly images: number;
}

/** The request that a reply is composed for. A `reply` function receives it. */
export interface ReplyRequest {
  /**
   * `stored-chat` for a chat that the server stores, `completion` for a prompt without messages, and otherwise `chat`.
   */
  readonly endpoint: 'chat' | 'completion' | 'stored-chat';
  /** The model that replies. It is not always the requested one. */
  readonly model: string;
  /** The messages. A completion has one user message with the prompt. */
  readonly messages: readonly PromptMessage[];
  /** The tools. In a native chat, these are the tools of its integrations, which the server runs itself. */
  readonly tools: readonly OfferedTool[];
  readonly toolChoice: 'none' | 'auto' | 'required';
  /** True if more than one tool may be called. */
  readonly parallelToolCalls: boolean;
  /** JSON Schema that the reply must satisfy, if the request has one. */
  readonly schema: Record<string, unknown> | undefined;
  /** The request body as received. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** A tool call in a reply. */
export interface ReplyToolCall {
  readonly name: string;
  /** An object, or the exact text to send, which may be invalid JSON. */
  readonly arguments: Record<string, unknown> | string;
}

/** The parts of a reply. All are optional. */
export interface ReplyParts {
  readonly text?: string;
  /** Reasoning, which is sent before the text unless the request disables it. */
  readonly reasoning?: string;
  readonly toolCalls?: readonly ReplyToolCall[];
}

/** A fixed text, or a function that receives each request. */
export type ReplyOption = string | ((request: ReplyRequest) => string | ReplyParts | Promise<string | ReplyParts>);
