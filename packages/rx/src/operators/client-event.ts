import type { CompletionStreamEvent, StreamEvent } from '@lmux/core';
import type { ToolRunEvent } from '@lmux/tools';

/** An event of a chat, a completion or a run of tools. */
export type ClientEvent = StreamEvent | CompletionStreamEvent | ToolRunEvent;
