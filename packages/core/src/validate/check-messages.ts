import type { Message } from '../contract/message.js';
import { LmError } from '../errors/lm-error.js';
import {
  checkKeys,
  checkObject,
  isArray,
  isObject,
  isString,
  oneOf,
  shown,
  shownWord,
  anything,
  either,
  type Check,
  type Checks,
} from './check.js';
import { IMAGE_HINTS, PART_HINTS, ROLE_HINTS, type KeyHints } from './key-hints.js';

const IMAGE = 'a data: or http(s): URL or a Uint8Array';

const isImage: Check = (value) =>
  // Not by instanceof, since both may come from another realm, such as that of a test runner or an iframe.
  (typeof value === 'string' && value !== '') ||
  /^\[object (?:URL|Uint8Array)\]$/.test(Object.prototype.toString.call(value))
    ? undefined
    : IMAGE;

const PARTS: { readonly [type: string]: Checks } = {
  text: { type: anything, text: isString },
  image: { type: anything, image: isImage, mediaType: isString, detail: oneOf('auto', 'low', 'high') },
  reasoning: { type: anything, text: isString, providerMetadata: isObject },
};

const isContent: Check = either(isString, (value) => (isArray(value) === undefined ? undefined : 'an array of parts'));

const MESSAGES: { readonly [role: string]: Checks } = {
  system: { role: anything, content: isContent },
  user: { role: anything, content: isContent },
  assistant: {
    role: anything,
    content: isContent,
    toolCalls: isArray,
    reasoning: isContent,
    providerMetadata: isObject,
  },
  tool: { role: anything, toolCallId: isString, content: isContent },
};

/** The types of the parts that the content of a role may have. */
const CONTENT_PARTS: { readonly [role: string]: readonly string[] } = {
  system: ['text'],
  user: ['text', 'image'],
  assistant: ['text'],
  tool: ['text', 'image'],
};

const CALL: Checks = {
  id: isString,
  name: isString,
  arguments: isString,
  input: anything,
  parseError: isString,
  providerMetadata: isObject,
};

function fail(where: string, value: unknown, allowed: string): never {
  throw new LmError('invalid_request', `"${where}" must be ${allowed}; received ${shown(value)}.`);
}

function failWord(where: string, value: unknown, words: readonly string[], hints: KeyHints): never {
  const quoted = words.map((word) => `"${word}"`);
  const allowed = quoted.length === 1 ? `${quoted[0]}` : `one of ${quoted.join(', ')}`;
  const hint = typeof value === 'string' && Object.hasOwn(hints, value) ? ` ${hints[value]}` : '';
  throw new LmError('invalid_request', `"${where}" must be ${allowed}; received ${shownWord(value)}.${hint}`);
}

/** Maximum length of the name of a source in a message. */
const MAX_SOURCE = 80;

function checkMetadata(owner: unknown, where: string): void {
  const { providerMetadata } = owner as { providerMetadata?: unknown };
  for (const [source, state] of Object.entries(providerMetadata ?? {})) {
    if (isObject(state) === undefined) continue;
    const at = `${where}.providerMetadata[${source.slice(0, MAX_SOURCE)}]`;
    fail(at, state, 'the object that the response contained');
  }
}

function checkParts(parts: readonly unknown[], where: string, allowed: readonly string[]): void {
  for (const [index, part] of parts.entries()) {
    const at = `${where}[${index}]`;
    checkObject(part, `"${at}"`, 'invalid_request');
    const { type } = part as { type?: unknown };
    const checks = typeof type === 'string' && allowed.includes(type) ? PARTS[type] : undefined;
    if (checks === undefined) failWord(`${at}.type`, type, allowed, allowed.includes('image') ? PART_HINTS : {});
    checkKeys(part, checks, at, 'invalid_request', type === 'image' ? IMAGE_HINTS : undefined);
    checkMetadata(part, at);
    const { text, image } = part as { text?: unknown; image?: unknown };
    if (type === 'image' && image === undefined) fail(`${at}.image`, image, IMAGE);
    if (type !== 'image' && text === undefined) fail(`${at}.text`, text, 'a string');
  }
}

function checkMessage(message: unknown, where: string): void {
  checkObject(message, `"${where}"`, 'invalid_request');
  const { role, content, toolCalls, toolCallId, reasoning } = message as Record<string, unknown>;
  const checks = typeof role === 'string' && Object.hasOwn(MESSAGES, role) ? MESSAGES[role] : undefined;
  if (checks === undefined) failWord(`${where}.role`, role, Object.keys(MESSAGES), ROLE_HINTS);
  checkKeys(message, checks, where, 'invalid_request');
  checkMetadata(message, where);
  if (content === undefined && role !== 'assistant') fail(`${where}.content`, content, 'a string or an array of parts');
  if (Array.isArray(content)) checkParts(content, `${where}.content`, CONTENT_PARTS[role as string] ?? []);
  if (Array.isArray(reasoning)) checkParts(reasoning, `${where}.reasoning`, ['reasoning']);
  if (role === 'tool' && !toolCallId) fail(`${where}.toolCallId`, toolCallId, 'the id of the corresponding tool call');
  if (!Array.isArray(toolCalls)) return;
  for (const [index, call] of toolCalls.entries()) {
    const at = `${where}.toolCalls[${index}]`;
    checkObject(call, `"${at}"`, 'invalid_request');
    checkKeys(call, CALL, at, 'invalid_request');
    checkMetadata(call, at);
    for (const key of ['id', 'name', 'arguments']) {
      if ((call as Record<string, unknown>)[key] === undefined) fail(`${at}.${key}`, undefined, 'a string');
    }
  }
}

function hasContent(message: Message): boolean {
  const { content } = message;
  if (message.role === 'tool' || (message.role === 'assistant' && (message.toolCalls?.length ?? 0) > 0)) return true;
  if (typeof content !== 'object') return content !== undefined && content !== '';
  return content.some((part) => part.type !== 'text' || part.text !== '');
}

/** Checks the messages of a chat. Throws `empty_prompt` if none of them has content. */
export function checkMessages(messages: readonly Message[] | undefined): void {
  if (messages !== undefined && !Array.isArray(messages)) fail('messages', messages, 'an array of messages');
  if (messages === undefined || messages.length === 0) {
    throw new LmError(
      'empty_prompt',
      'The chat has no messages. Pass at least one, such as { role: "user", content: "..." }.',
    );
  }
  for (const [index, message] of messages.entries()) checkMessage(message, `messages[${index}]`);
  if (!messages.some(hasContent))
    throw new LmError('empty_prompt', 'All messages of the chat are empty. Pass at least one message with content.');
}
