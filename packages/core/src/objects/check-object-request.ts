import { anything, isBoolean, isCount, isString } from '../validate/check.js';
import { checkChatFunction, sameHint } from '../validate/check-chat-function.js';
import { isObjectMode } from './object-modes.js';
import type { ObjectOptions, ObjectRequest } from './object-request.js';

const OPTIONS = { mode: isObjectMode, maxRepairs: isCount, strictSchema: isBoolean };

/** The fields of a chat by which the modes ask for the object. */
const MODE_FIELDS = ['responseFormat', 'tools', 'toolChoice', 'parallelToolCalls'];

/** The fields of a request that are not those of its chat. */
const OBJECT_FIELDS = {
  schema: anything,
  elements: anything,
  choice: anything,
  validate: anything,
  maxElements: isCount,
  name: isString,
  description: isString,
  strict: isBoolean,
};

/** Returns the fields of a request that are those of its chat. */
export function chatFields(request: ObjectRequest): object {
  return Object.fromEntries(Object.entries(request).filter(([field]) => !Object.hasOwn(OBJECT_FIELDS, field)));
}

/** Throws `invalid_request` for fields and options that do not exist or are wrong. The client checks the values of the chat. */
export function checkObjectRequest(request: ObjectRequest, options: ObjectOptions): void {
  checkChatFunction(request, options, {
    fields: OBJECT_FIELDS,
    options: OPTIONS,
    omitted: MODE_FIELDS,
    hints: {
      ...sameHint(MODE_FIELDS, 'The mode sets it. Remove it.'),
      parallelToolCalls: 'An object is at most one tool call. Remove it.',
      stream: 'To stream, call streamObject().',
    },
  });
}
