/** Returns the head of an HTTP/1.1 response. */
export function rawHead(status: number, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Scripted\r\n${lines.join('')}\r\n`;
}

/** Returns a complete response with a Content-Length. The connection stays open afterwards. */
export function rawResponse(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): string {
  const length = String(Buffer.byteLength(body));
  return rawHead(status, { 'content-type': 'application/json', ...headers, 'content-length': length }) + body;
}

/** Returns a response whose body ends with its connection. */
export function unframedResponse(body: string | Buffer, contentType = 'text/event-stream', status = 200): Buffer {
  const head = rawHead(status, { 'content-type': contentType, connection: 'close' });
  return Buffer.concat([Buffer.from(head), Buffer.from(body)]);
}

/** The head of an event stream with chunked transfer encoding. */
export const CHUNKED_EVENTS = rawHead(200, { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' });

/** The head of an event stream that ends with its connection. */
export const UNFRAMED_EVENTS = rawHead(200, { 'content-type': 'text/event-stream', connection: 'close' });

/** Returns one chunk of a chunked response. An empty chunk ends the response. */
export function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

/** The end of a chunked response. */
export const LAST_CHUNK = chunk('');
