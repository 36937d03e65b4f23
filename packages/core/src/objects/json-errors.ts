import { ObjectError } from '../errors/object-error.js';

/** Returns the error of a text that is not JSON. If nothing was received, the text ended too early. */
export function createInvalidError(position: number, expected: string, received: string): ObjectError {
  return new ObjectError(
    'object_invalid',
    received === ''
      ? `The JSON text ended at position ${position} before its value was complete. If the model reached "maxOutputTokens", increase it.`
      : `The text is not JSON at position ${position}: expected ${expected}, received ${JSON.stringify(received)}. Request JSON with "responseFormat", or remove the text around the JSON.`,
    { position },
  );
}

/** Returns the error of a text that exceeds a limit. */
export function createLimitError(position: number, limit: 'maxChars' | 'maxDepth', max: number): ObjectError {
  return new ObjectError(
    'limit_exceeded',
    `The JSON text exceeds "${limit}" (${max}) at position ${position}. Increase the limit, or request less from the model.`,
    { position },
  );
}
