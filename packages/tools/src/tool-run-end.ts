import type { ContentPart, ToolCall, ToolMessage } from '@lmux/core';
import { defineHidden } from '@lmux/core/provider/streams';
import type { ToolRunErrorEvent, ToolRunResultEvent } from './tool-run-event.js';

/** Returns a part as JSON. The bytes of an image would be an object with a key for each. */
function partAsJson(part: ContentPart): unknown {
  if (part.type !== 'image' || !(part.image instanceof Uint8Array)) return part;
  return { ...part, image: `(${part.image.byteLength} bytes)` };
}

function contentAsJson(result: unknown, content: ToolMessage['content']): unknown {
  if (typeof content !== 'string') return content.map(partAsJson);
  return typeof result === 'string' ? result : JSON.parse(content);
}

/**
 * Returns the event of a tool that returned.
 *
 * @param message The message for the model, in which errors inside of the result have no secrets.
 */
export function toolResultEvent(toolCall: ToolCall, result: unknown, message: ToolMessage): ToolRunResultEvent {
  const event: ToolRunResultEvent = { type: 'tool-run-end', toolCall, result };
  const toJSON = (): object => ({ ...event, result: contentAsJson(result, message.content) });
  defineHidden(event, 'toJSON', toJSON);
  return event;
}

/** Returns the event of a call that failed. */
export function toolErrorEvent(toolCall: ToolCall, error: string, cause?: unknown): ToolRunErrorEvent {
  const event: ToolRunErrorEvent = { type: 'tool-run-end', toolCall, error };
  if (cause !== undefined) defineHidden(event, 'cause', cause);
  return event;
}
