import { LmError, type ContentPart, type Message } from '@lmux/core/provider';
import { encodeImage } from '@lmux/provider-openai/protocol';
import type { NativeInputItem } from './wire.js';

function encodePart(part: ContentPart): NativeInputItem {
  if (part.type === 'text') return { type: 'text', content: part.text };
  const url = encodeImage(part);
  if (url.startsWith('data:')) return { type: 'image', data_url: url };
  throw new LmError(
    'invalid_request',
    'LM Studio\'s native route accepts images only as bytes or data: URLs; received another URL. Pass the bytes of the file or a data: URL, or set the call option "route" to "openai".',
  );
}

/** Encodes the user message. The planner accepts one user message and no history on this route. */
export function encodeInput(messages: readonly Message[]): NativeInputItem[] {
  const input: NativeInputItem[] = [];
  for (const message of messages) {
    if (message.role !== 'user') continue;
    const { content } = message;
    if (typeof content === 'string') input.push({ type: 'text', content });
    else for (const part of content) input.push(encodePart(part));
  }
  if (input.length > 0) return input;
  throw new LmError(
    'invalid_request',
    'LM Studio\'s native route requires a user message. Add one, or set the call option "route" to "openai".',
  );
}
