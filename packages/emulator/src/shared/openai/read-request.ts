import type { OfferedTool, PromptMessage } from '../engine/reply.js';
import { asArray, asNumber, asRecord, asString, isRecord, stringsIn } from '../json/read-json.js';
import type { JsonRecord } from '../json/read-json.js';

const ANY_OBJECT = { type: 'object', properties: {} };

/** Reads `stop`, which may be a string, an array or missing, as an array. */
export function readStop({ stop }: JsonRecord): string[] {
  return typeof stop === 'string' ? [stop] : stringsIn(stop);
}

/** Reads a token limit. Returns Infinity if it is missing or negative. */
export function readLimit(limit: unknown): number {
  const tokens = asNumber(limit) ?? -1;
  return tokens >= 0 ? tokens : Number.POSITIVE_INFINITY;
}

/** Returns true if the request asks for usage at the end of the stream. */
export function readIncludeUsage({ stream_options }: JsonRecord): boolean {
  return asRecord(stream_options)['include_usage'] === true;
}

/** Reads the text and the number of images of a message, for servers that do not validate its parts. */
export function readContent(content: unknown): Pick<PromptMessage, 'text' | 'images'> {
  if (typeof content === 'string') return { text: content, images: 0 };
  const parts = asArray(content).filter(isRecord);
  const texts = stringsIn(parts.map(({ text }) => text));
  return { text: texts.join('\n'), images: parts.filter(({ type }) => type === 'image_url').length };
}

/** Reads the tools of a request, for servers that do not validate them. Tools without a name are ignored. */
export function readTools(tools: unknown): OfferedTool[] {
  return asArray(tools).flatMap((tool) => {
    const { name, description, parameters } = asRecord(asRecord(tool)['function']);
    if (typeof name !== 'string') return [];
    return [{ name, description: asString(description), parameters: isRecord(parameters) ? parameters : ANY_OBJECT }];
  });
}

/** Reads the schema in the `json_schema` of a `response_format`. */
export function readJsonSchema(format: JsonRecord): Record<string, unknown> | undefined {
  const { schema } = asRecord(format['json_schema']);
  return isRecord(schema) ? schema : undefined;
}
