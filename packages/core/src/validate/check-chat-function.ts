import { anything, checkKeys, checkObject, type Checks } from './check.js';
import { CALL } from './check-call-options.js';
import { CHAT } from './check-requests.js';
import { CHAT_HINTS, type KeyHints } from './key-hints.js';

/** What a function that sends chats accepts in addition to the fields of a chat and the options of a call. */
export interface OwnKeys {
  /** Checks of its own fields of the request. They take precedence over those of a chat. */
  readonly fields: Checks;
  /** Checks of its own options. */
  readonly options: Checks;
  /** The fields of a chat that the function sets itself. */
  readonly omitted?: readonly string[];
  /** Advice for unknown fields of the request. */
  readonly hints?: KeyHints;
}

/** Returns the same advice for several keys. */
export function sameHint(keys: readonly string[], hint: string): KeyHints {
  return Object.fromEntries(keys.map((key) => [key, hint]));
}

/**
 * Checks the request and the options of a function that sends chats, such as `runTools`. Throws `invalid_request` for fields and options that
 * do not exist, and for own ones that are wrong. The client checks the values of the chat.
 */
export function checkChatFunction(request: unknown, options: unknown, own: OwnKeys): void {
  checkObject(request, 'The request', 'invalid_request');
  checkObject(options, '"options"', 'invalid_request');
  const chat = Object.keys(CHAT).filter((field) => own.omitted?.includes(field) !== true);
  const fields: Checks = { ...Object.fromEntries(chat.map((field) => [field, anything])), ...own.fields };
  const allOptions: Checks = { ...CALL, ...own.options };
  const hints: KeyHints = {
    ...CHAT_HINTS,
    ...sameHint(Object.keys(allOptions), 'It is an option. Pass it in the argument after the request.'),
    ...sameHint(['prompt', 'input'], 'Use "messages".'),
    ...own.hints,
  };
  checkKeys(request, fields, '', 'invalid_request', hints);
  checkKeys(options, allOptions, 'options', 'invalid_request');
}
