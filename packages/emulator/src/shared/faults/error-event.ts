import type { ErrorEventShape } from './fault.js';

/** Encodes an error inside a stream. */
export function errorEvent(shape: ErrorEventShape, message: string): string {
  const error = { message, type: 'server_error', code: 'emulated_fault', param: null };
  switch (shape) {
    case 'object':
      return dataEvent({ error });
    case 'repeated-message':
      return dataEvent({ error: { message }, message });
    case 'string':
      return dataEvent({ error: message });
    case 'flat':
      return dataEvent({ object: 'error', message, type: error.type, param: null, code: 500 });
    case 'field':
      return `error: ${JSON.stringify({ code: 500, message, type: error.type })}\n\n`;
    case 'event':
      return `event: error\n${dataEvent({ error })}`;
    case 'typed-event':
      return `event: error\n${dataEvent({ type: 'error', error: { type: 'internal_error', message } })}`;
    case 'numeric-code':
      return dataEvent({ error: { code: 500, message, type: error.type } });
    case 'ndjson':
      return `${JSON.stringify({ error: message })}\n`;
    default:
      return shape satisfies never;
  }
}

function dataEvent(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
