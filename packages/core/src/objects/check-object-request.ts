import { anything, checkKeys, checkObject, isBoolean, isCount, isString, type Checks } from '../validate/check.js';
import { CALL } from '../validate/check-call-options.js';
import { CHAT } from '../validate/check-requests.js';
import { CHAT_HINTS, type KeyHints } from '../validate/key-hints.js';
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
  checkObject(request, 'The request', 'invalid_request');
  checkObject(options, '"options"', 'invalid_request');
  const chat = Object.entries(CHAT).filter(([field]) => !MODE_FIELDS.includes(field));
  const checks: Checks = { ...OBJECT_FIELDS, ...Object.fromEntries(chat.map(([field]) => [field, anything])) };
  const allOptions: Checks = { ...CALL, ...OPTIONS };
  checkKeys(request, checks, '', 'invalid_request', hintsFor(Object.keys(allOptions)));
  checkKeys(options, allOptions, 'options', 'invalid_request');
}

function sameHint(keys: readonly string[], hint: string): KeyHints {
  return Object.fromEntries(keys.map((key) => [key, hint]));
}

function hintsFor(options: readonly string[]): KeyHints {
  return {
    ...CHAT_HINTS,
    ...sameHint(options, 'It is an option. Pass it in the argument after the request.'),
    ...sameHint(MODE_FIELDS, 'The mode sets it. Remove it.'),
    parallelToolCalls: 'An object is at most one tool call. Remove it.',
    ...sameHint(['prompt', 'input'], 'Use "messages".'),
    stream: 'To stream, call streamObject().',
  };
}
