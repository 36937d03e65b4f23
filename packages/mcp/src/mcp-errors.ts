import { isLmError, LmError } from '@lmux/core';
import { isFields, textField } from './json-fields.js';

/** Matches the error codes of Node and undici. */
const SYSTEM_CODE = /^(?:E[A-Z\d]+|UND_ERR_[A-Z_]+)$/;

/** Matches the beginning of an error message of transports that state the HTTP status only there: that of SSE, and all before version 1.24 of the SDK. */
const HTTP_STATUS = /^Error POSTing to endpoint \(HTTP ([45]\d\d)\)/;

/** Names of the errors of zod, with which the SDK checks what a server sends. */
const SHAPE_ERRORS: ReadonlySet<string> = new Set(['ZodError', '$ZodError']);

/** Codes of the second version of the SDK for a lost connection. */
const LOST_CODES: ReadonlySet<string> = new Set(['NOT_CONNECTED', 'CONNECTION_CLOSED', 'SEND_FAILED']);

/** Maximum number of causes to look through. */
const MAX_CAUSES = 5;

/** Returns the error of an MCP client that has no connection. */
export function notConnected(): LmError {
  return new LmError(
    'connection_failed',
    'The MCP client has no connection to its server. Connect it with "connect()" first, and again after the server has closed.',
  );
}

/** Returns the code of a JSON-RPC error that the server sent, or `undefined` for another error. */
function rpcCodeOf(error: unknown): number | undefined {
  const code = isFields(error) ? error['code'] : undefined;
  // All codes that JSON-RPC and MCP define are negative. Transports use the status of the response.
  return typeof code === 'number' && code < 0 ? code : undefined;
}

/** Returns an HTTP status or the code of a system error, for messages. The message of such an error may quote the request. */
function reasonOf(error: unknown): string | undefined {
  let cause = error;
  for (let depth = 0; depth < MAX_CAUSES && isFields(cause); depth += 1) {
    const { code, message } = cause;
    if (typeof code === 'number' && code >= 400 && code < 600) return `HTTP ${code}`;
    const [, status] = HTTP_STATUS.exec(textField(message) ?? '') ?? [];
    if (status !== undefined) return `HTTP ${status}`;
    if (typeof code === 'string' && SYSTEM_CODE.test(code)) return code;
    cause = cause['cause'];
  }
  return undefined;
}

/** Returns the error for one of the transport or of the SDK. */
function transportError(call: string, error: unknown): LmError {
  const fields = isFields(error) ? error : {};
  const reason = reasonOf(error);
  const failed = `${call} failed${reason === undefined ? '' : ` (${reason})`}`;
  if (fields['name'] === 'UnauthorizedError' || reason === 'HTTP 401') {
    return new LmError(
      'authentication',
      `${failed}: the MCP server requires other credentials. Check those of the transport.`,
    );
  }
  if (reason === 'HTTP 403') {
    return new LmError(
      'permission_denied',
      `${failed}: the MCP server denied access. Check the permissions of the credentials.`,
    );
  }
  const name = textField(fields['name']);
  const code = textField(fields['code']);
  if (SHAPE_ERRORS.has(name ?? '') || (code !== undefined && !LOST_CODES.has(code) && reason === undefined)) {
    return new LmError(
      'unexpected_response',
      `${failed}: the response is not one that the MCP client accepts. Update or report the MCP server.`,
    );
  }
  return new LmError(
    'connection_failed',
    `${failed}: the connection to the MCP server could not be used. Check that the server runs, and connect the MCP client again.`,
  );
}

function lostConnection(call: string): LmError {
  return new LmError(
    'connection_failed',
    `${call} failed: the connection to the MCP server was closed. Check why the server ended, and connect the MCP client again.`,
  );
}

/** Returns the error of a list of tools that failed. */
export function listError(error: unknown, isSameConnection: boolean): LmError {
  const call = 'The list of the tools of the MCP server';
  if (isLmError(error)) return error;
  if (!isSameConnection) return lostConnection(call);
  if (rpcCodeOf(error) === undefined) return transportError(call, error);
  return new LmError(
    'server_error',
    `${call} failed: the server sent the error ${JSON.stringify(messageOf(error))}. Check the log of the MCP server.`,
    { cause: error },
  );
}

/**
 * Returns the error of a tool call that failed. That of a lost connection is an `LmError`. An error that the server sent is an `Error` with
 * its message, so that the model can correct its call.
 */
export function callError(call: string, error: unknown, isSameConnection: boolean): Error {
  if (isLmError(error)) return error;
  if (!isSameConnection) return lostConnection(call);
  if (rpcCodeOf(error) === undefined) return transportError(call, error);
  return new Error(`${call} failed: ${messageOf(error)}`, { cause: error });
}

/** Returns the message that the server sent. The SDK adds the code before it, at the server and at the client. */
function messageOf(error: unknown): string {
  const message = (isFields(error) && textField(error['message'])) || '';
  return message.replace(/^(?:MCP error -?\d{1,9}: )+/, '') || 'the server sent no message.';
}
