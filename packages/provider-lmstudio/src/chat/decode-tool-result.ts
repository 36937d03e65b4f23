import { toToolCall } from '@lmux/core/provider';
import { readObject } from '@lmux/core/provider/json';
import type { StreamEvent } from '@lmux/core/provider/streams';

/** A tool that the server ran, with what came out. */
export type ToolResult = Omit<Extract<StreamEvent, { type: 'tool-result' }>, 'type'>;

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A tool that ran: `tool_call` of the output, `tool_call.success` of a stream. The server numbers no calls, so the id is ours. */
export function decodeToolResult(item: Readonly<Record<string, unknown>>, id: string): ToolResult {
  return {
    toolCall: toToolCall(id, asText(item['tool']), asText(item['arguments'])),
    output: asText(item['output']),
  };
}

/** A call that could not be run: `invalid_tool_call` of the output, `tool_call.failure` of a stream. */
export function decodeToolFailure(item: Readonly<Record<string, unknown>>, id: string): ToolResult {
  const metadata = readObject(item['metadata']);
  return {
    toolCall: toToolCall(id, asText(metadata['tool_name']), asText(metadata['arguments'])),
    failure: asText(item['reason']) || asText(metadata['type']) || 'the server does not say why',
  };
}
