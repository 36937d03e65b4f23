import { ObjectError } from '../errors/object-error.js';

/** Returns the error of a text that is not JSON. */
export function createInvalidError(position: number, expected: string, received: string): ObjectError {
  return new ObjectError(
    'object_invalid',
    `The text is not JSON at position ${position}: expected ${expected}, received ${JSON.stringify(received)}. Request JSON with "responseFormat", or remove the text around the JSON.`,
    { position },
  );
}

/** Returns the error of a text that ends before its value. */
export function createIncompleteError(position: number): ObjectError {
  return new ObjectError(
    'object_invalid',
    `The JSON text ended at position ${position} before its value was complete. If the model reached "maxOutputTokens", increase it.`,
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
