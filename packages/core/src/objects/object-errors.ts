import type { ChatResponse } from '../contract/chat.js';
import { ObjectError, type ObjectIssue } from '../errors/object-error.js';
import { ObjectReader } from './object-reader.js';

/** A response that is not the requested object. */
export interface InvalidResponse {
  readonly response: ChatResponse;
  readonly issues: readonly ObjectIssue[];
  /** The text that should be the object. */
  readonly raw: string;
  readonly key: string | undefined;
  readonly provider: string;
  /** Number of responses. */
  readonly attempts: number;
  /** The error of the request to repair the response, if that failed. */
  readonly cause?: unknown;
}

function messageOf({ response, issues, attempts, cause }: InvalidResponse): string {
  if (response.refusal !== undefined)
    return 'The model refused to generate the object. "partial.refusal" has its reason.';
  if (response.finishReason.unified === 'length') {
    return 'The object is incomplete, because the model reached "maxOutputTokens" or the end of its context. Give the strings and arrays of the schema a maximum length, or increase the two.';
  }
  const times = attempts === 1 ? '' : `, also not in response ${attempts}`;
  const failed = cause === undefined ? '' : ' The request to repair it failed, see "cause".';
  return `The text of the model is not the requested object${times} (${issues.length === 1 ? '1 issue' : `${issues.length} issues`}). See "issues" and "raw" of this error.${failed}`;
}

/** Returns the error of a response that is not the requested object. */
export function createResponseError(invalid: InvalidResponse): ObjectError {
  const { response, issues, raw, key, provider, attempts, cause } = invalid;
  const reader = new ObjectReader({ key });
  reader.write(raw);
  const object = reader.takeChanged();
  const { message: _, ...partial } = response;
  return new ObjectError('object_invalid', messageOf(invalid), {
    provider,
    attempts,
    cause,
    issues: response.refusal === undefined ? issues : [],
    raw,
    finishReason: response.finishReason,
    partial: { ...partial, ...(object !== undefined && { object }) },
  });
}
