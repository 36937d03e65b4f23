import type { ChatResponse } from '../contract/chat.js';
import { ObjectError, type ObjectIssue } from '../errors/object-error.js';
import { ObjectReader } from './object-reader.js';

/** A response that is not the requested object. */
interface InvalidResponse {
  readonly response: ChatResponse;
  readonly issues: readonly ObjectIssue[];
  /** The text that should be the object. */
  readonly raw: string;
  readonly key: string | undefined;
  readonly provider: string;
  /** Number of responses. */
  readonly attempts: number;
}

function messageOf({ response, issues, attempts }: InvalidResponse): string {
  if (response.refusal !== undefined)
    return 'The model refused to generate the object. "partial.refusal" has its reason.';
  if (response.finishReason.unified === 'length') {
    return 'The object is incomplete, because the model reached the maximum number of tokens. Increase "maxOutputTokens", or give the strings and arrays of the schema a maximum length.';
  }
  const times = attempts === 1 ? '' : `, also not in response ${attempts}`;
  return `The text of the model is not the requested object${times} (${issues.length === 1 ? '1 issue' : `${issues.length} issues`}). See "issues" and "raw" of this error.`;
}

/** Returns the error of a response that is not the requested object. */
export function createResponseError(invalid: InvalidResponse): ObjectError {
  const { response, issues, raw, key, provider, attempts } = invalid;
  const reader = new ObjectReader({ key });
  reader.write(raw);
  const object = reader.takeChanged();
  const { message: _, ...partial } = response;
  return new ObjectError('object_invalid', messageOf(invalid), {
    provider,
    attempts,
    issues: response.refusal === undefined ? issues : [],
    raw,
    finishReason: response.finishReason,
    partial: { ...partial, ...(object !== undefined && { object }) },
  });
}
