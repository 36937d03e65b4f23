import { ObjectError } from '../errors/object-error.js';

/** Returns the error of a text that is not JSON. If nothing was received, the text ended too early. */
export function createInvalidError(position: number, expected: string, received: string): ObjectError {
  const [found, advice] =
    received === ''
      ? ['its end', 'If the model reached "maxOutputTokens", increase it.']
      : [JSON.stringify(received), 'Request JSON with "responseFormat", or remove the text around it.'];
  const message = `Invalid JSON at position ${position}: expected ${expected}, received ${found}. ${advice}`;
  return new ObjectError('object_invalid', message, { position });
}

/** Returns the error of a text that exceeds a limit. */
export function createLimitError(position: number, limit: string, max: number): ObjectError {
  const message = `The JSON exceeds "${limit}" (${max}) at position ${position}. Increase the limit.`;
  return new ObjectError('limit_exceeded', message, { position });
}
