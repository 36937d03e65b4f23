import type { ToolCallInput } from './tool.js';

/** A piece of text within a message. */
export interface TextPart {
  readonly type: 'text';
  /** The text. */
  readonly text: string;
}

/** An image within a user message. */
export interface ImagePart {
  readonly type: 'image';
  /** A `data:` URL, an `http(s):` URL (servers on your own machine mostly refuse these), or the bytes of the file. */
  readonly image: string | URL | Uint8Array;
  /** Media type of `image` where it is bytes, such as `image/png`. Default: told from the first bytes. */
  readonly mediaType?: string | undefined;
  /** How closely the model should look, where the server knows the setting. Unset: not sent. */
  readonly detail?: 'auto' | 'low' | 'high' | undefined;
}

/** A part of a user message. */
export type ContentPart = TextPart | ImagePart;

/** Instructions that stand above the conversation. */
export interface SystemMessage {
  readonly role: 'system';
  /** The instructions. */
  readonly content: string | readonly TextPart[];
}

/** What the user says. */
export interface UserMessage {
  readonly role: 'user';
  /** Text, or parts of text and images. */
  readonly content: string | readonly ContentPart[];
}

/** What the model said in an earlier turn. */
export interface AssistantMessage {
  readonly role: 'assistant';
  /** Its text. May be absent or empty when it only called tools. */
  readonly content?: string | readonly TextPart[] | undefined;
  /** The tools that it called. */
  readonly toolCalls?: readonly ToolCallInput[] | undefined;
  /** Its reasoning, for servers that want it back. Unset: not sent. */
  readonly reasoning?: string | undefined;
}

/** The result of a tool that the caller ran. */
export interface ToolMessage {
  readonly role: 'tool';
  /** `id` of the tool call that this answers. */
  readonly toolCallId: string;
  /** The result as text, JSON for instance. */
  readonly content: string | readonly TextPart[];
}

/** One message of a conversation. */
export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage;
