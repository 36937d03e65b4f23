import { isObject } from '@lmux/core/provider/json';
import { readErrorBody } from '@lmux/core/provider/streams';

/**
 * Returns true if JSON is an error such as `{ message }` or `{ detail }` in place of a result (Portkey-AI/gateway issue 1142). Both are
 * common fields, so the field of the result must be missing.
 */
export function isFlatError(body: unknown, resultField: 'choices' | 'data'): boolean {
  return isObject(body) && !Array.isArray(body[resultField]) && readErrorBody(body) !== undefined;
}
