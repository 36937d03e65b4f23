import { Refusal } from '../http/refusal.js';
import type { ResponseSink } from '../http/response-sink.js';
import { sendJson } from '../http/send-json.js';
import { sendText } from '../http/send-text.js';
import type { FaultEffect } from './fault.js';

/** Sends an error in the format of the emulated server. */
export type SendRefusal = (refusal: Refusal, headers: Readonly<Record<string, string>>) => Promise<void>;

/** Responds instead of the endpoint if the fault replaces the complete response. Returns true if it did. */
export async function replaceResponse(fault: FaultEffect, sink: ResponseSink, refuse: SendRefusal): Promise<boolean> {
  if (fault.kind === 'status') {
    await sendStatus(fault, sink, refuse);
    return true;
  }
  if (fault.kind === 'html') {
    const status = fault.status ?? 502;
    await sendText(sink, { status, contentType: 'text/html; charset=utf-8' }, htmlPage(status));
    return true;
  }
  return false;
}

async function sendStatus(fault: FaultEffect & { kind: 'status' }, sink: ResponseSink, refuse: SendRefusal) {
  const { status, body, headers = {} } = fault;
  if (typeof body === 'string')
    return sendText(sink, { status, contentType: 'text/plain; charset=utf-8', headers }, body);
  if (body !== undefined) return sendJson(sink, status, body, { headers });
  const error = {
    message: `The emulator was told to respond with ${status}.`,
    type: status < 500 ? 'invalid_request_error' : 'server_error',
    param: null,
    code: 'emulated_fault',
  };
  return refuse(new Refusal(status, error), headers);
}

function htmlPage(status: number): string {
  const title = `${status} Bad Gateway`;
  const body = `<center><h1>${title}</h1></center><hr><center>emulated proxy</center>`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n${body}\r\n</body>\r\n</html>\r\n`;
}
