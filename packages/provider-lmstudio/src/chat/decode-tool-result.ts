import { jsonText, readObject, readText } from '@lmux/core/provider/json';
import type { StreamEvent } from '@lmux/core/provider/streams';

/** The outcome of a tool call of the server. LM Studio sends no ids. */
export interface ToolOutcome extends Omit<Extract<StreamEvent, { type: 'tool-result' }>, 'type' | 'toolCall'> {
  readonly name: string;
  /** The arguments as JSON, or `undefined` if the server did not send them. */
  readonly arguments: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Returns the name of the tool of an event. */
export function toolNameOf(fields: Fields): string | undefined {
  return readText(fields['tool'] ?? fields['tool_name'] ?? fields['name']);
}

/** Returns the arguments of an event as JSON. */
export function toolArgumentsOf(fields: Fields): string | undefined {
  const value = fields['arguments'];
  return value === undefined || value === null ? undefined : asText(value);
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : jsonText(value);
}

/** Decodes a call that ran: `tool_call` in the output, `tool_call.success` in a stream. */
export function decodeToolResult(item: Fields): ToolOutcome {
  return { name: toolNameOf(item) ?? '', arguments: toolArgumentsOf(item), output: asText(item['output']) };
}

/** Decodes a call that could not be run: `invalid_tool_call` in the output, `tool_call.failure` in a stream. */
export function decodeToolFailure(item: Fields): ToolOutcome {
  const metadata = readObject(item['metadata']);
  return {
    name: toolNameOf(metadata) ?? '',
    arguments: toolArgumentsOf(metadata),
    failure: asText(item['reason']) || asText(metadata['type']) || 'the server did not report a reason',
  };
}
