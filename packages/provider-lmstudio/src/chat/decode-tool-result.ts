import { toToolCall } from '@lmux/core/provider';
import { jsonText, readObject } from '@lmux/core/provider/json';
import type { StreamEvent } from '@lmux/core/provider/streams';

/** A tool call that the server ran, with its result. */
export type ToolResult = Omit<Extract<StreamEvent, { type: 'tool-result' }>, 'type'>;

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : jsonText(value);
}

/** Decodes a call that ran: `tool_call` in the output, `tool_call.success` in a stream. The server sends no ids, so `id` is generated. */
export function decodeToolResult(item: Readonly<Record<string, unknown>>, id: string): ToolResult {
  return {
    toolCall: toToolCall(id, asText(item['tool']), asText(item['arguments'])),
    output: asText(item['output']),
  };
}

/** Decodes a call that could not be run: `invalid_tool_call` in the output, `tool_call.failure` in a stream. */
export function decodeToolFailure(item: Readonly<Record<string, unknown>>, id: string): ToolResult {
  const metadata = readObject(item['metadata']);
  return {
    toolCall: toToolCall(id, asText(metadata['tool_name']), asText(metadata['arguments'])),
    failure: asText(item['reason']) || asText(metadata['type']) || 'the server did not report a reason',
  };
}
