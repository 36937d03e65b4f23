import type { ProviderMetadata } from './provider-metadata.js';
import type { ToolCallInput } from './tool.js';

/** Text as a part of a message. */
export interface TextPart {
  readonly type: 'text';
  /** The text. */
  readonly text: string;
}

/** An image as a part of a user message or of a tool result. */
export interface ImagePart {
  readonly type: 'image';
  /** A `data:` URL, the bytes of the file, or an `http(s):` URL. Most local servers do not accept an `http(s):` URL. */
  readonly image: string | URL | Uint8Array;
  /** Media type of an image that is passed as bytes, such as `image/png`. Default: detected from the first bytes. */
  readonly mediaType?: string | undefined;
  /** Resolution at which the model sees the image, if the server supports the setting. If unset, not sent. */
  readonly detail?: 'auto' | 'low' | 'high' | undefined;
}

/** A part of a user message or of a tool result. */
export type ContentPart = TextPart | ImagePart;

/** Instructions for the model. */
export interface SystemMessage {
  readonly role: 'system';
  /** The instructions. */
  readonly content: string | readonly TextPart[];
}

/** A message of the user. */
export interface UserMessage {
  readonly role: 'user';
  /** Text, or parts of text and images. */
  readonly content: string | readonly ContentPart[];
}

/** Reasoning as a part of an assistant message, with the state that the server attached to it. */
export interface ReasoningPart {
  readonly type: 'reasoning';
  /** The reasoning as text. Empty if the server sent only opaque state. */
  readonly text: string;
  /** State of the server that belongs to the reasoning. Pass it back unchanged. */
  readonly providerMetadata?: ProviderMetadata | undefined;
}

/** A message of the model from an earlier turn. `ChatResponse.message` is one. */
export interface AssistantMessage {
  readonly role: 'assistant';
  /** Text of the message. May be absent or empty if the model only called tools. */
  readonly content?: string | readonly TextPart[] | undefined;
  /** Tool calls of the message. */
  readonly toolCalls?: readonly ToolCallInput[] | undefined;
  /**
   * Reasoning of the message, for servers that read it in the history. It is sent only where the name of the server's field is known, since
   * some servers reject an unknown field and others ignore it silently. If unset, not sent.
   */
  readonly reasoning?: string | readonly ReasoningPart[] | undefined;
  /** State of the server that belongs to the message. Pass it back unchanged. */
  readonly providerMetadata?: ProviderMetadata | undefined;
}

/** The result of a tool that the caller ran. */
export interface ToolMessage {
  readonly role: 'tool';
  /** `id` of the tool call. */
  readonly toolCallId: string;
  /**
   * The result as text, for example JSON, or parts of text and images. Where the server is not known to accept images in tool results, they are sent in a
   * user message after the results, with the warning `tool_images_moved`.
   */
  readonly content: string | readonly ContentPart[];
}

/** A message of a conversation. */
export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage;
