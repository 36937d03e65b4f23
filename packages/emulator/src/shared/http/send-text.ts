import type { ResponseSink } from './response-sink.js';

/** What stands around a body. */
interface TextHead {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a text as the whole body. */
export async function sendText(sink: ResponseSink, { status, contentType, headers }: TextHead, text: string) {
  const body = Buffer.from(text);
  await sink.start({
    status,
    headers: { 'Content-Type': contentType, 'Content-Length': String(body.length), ...headers },
  });
  if (body.length > 0) await sink.write(body);
  await sink.end();
}
