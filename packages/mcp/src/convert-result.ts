import { type ContentPart, LmError, type TextPart } from '@lmux/core';
import { convertContent } from './convert-content.js';
import { isFields } from './json-fields.js';

/** The result of an MCP tool: text, or parts if it contains an image. */
export type McpToolOutput = string | readonly ContentPart[];

/** The result of a tool that returned nothing. An empty text would look like a result that was lost. */
const NOTHING = 'The tool finished without an error and returned nothing.';

/** The error of a tool that gave no reason. */
const NO_REASON = 'The tool failed without a message.';

function isText(part: ContentPart): part is TextPart {
  return part.type === 'text';
}

/**
 * Converts the result of a tool for the model. Structured content is used if there is no other, as JSON.
 *
 * @param images False if a note takes the place of each image.
 * @throws An `Error` with the text of the result if the tool failed, and `unexpected_response` if the value is not a result.
 */
export function convertResult(call: string, result: unknown, images: boolean): McpToolOutput {
  const content = isFields(result) ? (result['content'] ?? []) : undefined;
  if (!isFields(result) || !Array.isArray(content)) {
    throw new LmError(
      'unexpected_response',
      `${call} returned a result of an unexpected form; expected an object with the list "content". Update or report the MCP server.`,
    );
  }
  const parts = content.map((item) => convertContent(item, images)).filter((part) => !isText(part) || part.text !== '');
  // Some servers of the first protocol version send `toolResult`.
  const structured = result['structuredContent'] ?? result['toolResult'];
  if (parts.length === 0 && structured !== undefined) parts.push({ type: 'text', text: JSON.stringify(structured) });
  if (result['isError'] === true) throw new Error(textOf(parts) || NO_REASON);
  if (parts.length === 0) return NOTHING;
  return parts.every(isText) ? textOf(parts) : parts;
}

function textOf(parts: readonly ContentPart[]): string {
  return parts.map((part) => (isText(part) ? part.text : '[image]')).join('\n');
}
