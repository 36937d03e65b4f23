import type { ResponseSink } from './response-sink.js';

/** The head of a text response. */
interface TextHead {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a text as the complete body. */
export async function sendText(sink: ResponseSink, { status, contentType, headers }: TextHead, text: string) {
  const body = Buffer.from(text);
  await sink.start({
    status,
    headers: { 'Content-Type': contentType, 'Content-Length': String(body.length), ...headers },
  });
  if (body.length > 0) await sink.write(body);
  await sink.end();
}

/** Sends `value` as JSON without whitespace and without headers of a framework. */
export function sendCompactJson(
  sink: ResponseSink,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  return sendText(sink, { status, contentType: 'application/json; charset=utf-8', headers }, JSON.stringify(value));
}
