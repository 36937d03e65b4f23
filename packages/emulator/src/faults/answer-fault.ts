import type { ResponseSink } from '../http/response-sink.js';
import { sendJson } from '../http/send-json.js';
import type { FaultEffect } from './fault.js';

/** Answers in place of the endpoint if the fault replaces the whole response; tells whether it did. */
export async function answerFault(fault: FaultEffect, sink: ResponseSink): Promise<boolean> {
  if (fault.kind === 'status') {
    await answerStatus(fault, sink);
    return true;
  }
  if (fault.kind === 'html') {
    await sendText(sink, fault.status ?? 502, 'text/html', htmlPage(fault.status ?? 502), {});
    return true;
  }
  return false;
}

async function answerStatus(fault: FaultEffect & { kind: 'status' }, sink: ResponseSink): Promise<void> {
  const headers = fault.headers ?? {};
  if (typeof fault.body === 'string') return sendText(sink, fault.status, 'text/plain', fault.body, headers);
  const error = {
    message: `The emulator was told to answer ${fault.status}.`,
    type: fault.status < 500 ? 'invalid_request_error' : 'server_error',
    param: null,
    code: 'emulated_fault',
  };
  return sendJson(sink, fault.status, fault.body ?? { error }, { headers });
}

async function sendText(
  sink: ResponseSink,
  status: number,
  type: string,
  text: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const body = Buffer.from(text);
  await sink.start({
    status,
    headers: { 'Content-Type': `${type}; charset=utf-8`, 'Content-Length': String(body.length), ...headers },
  });
  await sink.write(body);
  await sink.end();
}

function htmlPage(status: number): string {
  const title = `${status} Bad Gateway`;
  const body = `<center><h1>${title}</h1></center><hr><center>emulated proxy</center>`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n${body}\r\n</body>\r\n</html>\r\n`;
}
