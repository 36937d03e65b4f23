import { expect } from 'vitest';
import type { Emulator } from '../../src/index.js';
import { check } from '../support/check-schema.js';
import { post } from '../support/post.js';
import type { Schema } from '../support/schema-shapes.js';
import type { ChatResultWire, EventWire, NativeModelWire } from './native-wire.js';
import { CHAT_EVENT } from './schemas/chat-events.js';
import { CHAT_RESULT } from './schemas/chat.js';
import { ERROR_BODY } from './schemas/errors.js';
import { MODEL_LIST } from './schemas/models.js';

export const NATIVE_CHAT = '/api/v1/chat';
export const LOAD = '/api/v1/models/load';
export const UNLOAD = '/api/v1/models/unload';
export const DOWNLOAD = '/api/v1/models/download';

/** Sends a POST request, expects a 200 that matches the schema, and returns the body. */
export async function postNative<T>(emulator: Emulator, path: string, body: unknown, schema: Schema): Promise<T> {
  const response = await post(emulator, path, body);
  const value: unknown = await response.json();
  expect([response.status, value]).toEqual([200, value]);
  check(schema, value);
  return value as T;
}

/** Sends a chat without streaming. */
export function sendChat(emulator: Emulator, body: object): Promise<ChatResultWire> {
  return postNative(emulator, NATIVE_CHAT, body, CHAT_RESULT);
}

/** Sends a POST request, expects an error with this status, and returns its `error`. */
export async function refusal(emulator: Emulator, path: string, body: unknown, status = 400): Promise<unknown> {
  const response = await post(emulator, path, body);
  const value = (await response.json()) as { error: unknown };
  expect([response.status, value]).toEqual([status, value]);
  check(ERROR_BODY, value);
  return value.error;
}

/**
 * Parses the events of a native stream. Checks each against the schema, and that `event:` line and data have the same
 * type.
 */
export function readEvents(text: string): EventWire[] {
  return text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const { type, data } = /^event: (?<type>\S+)\ndata: (?<data>.*)$/.exec(block)?.groups ?? {};
      const event = JSON.parse(data ?? 'null') as EventWire;
      check(CHAT_EVENT, event);
      expect(event.type).toBe(type);
      return event;
    });
}

/** Streams a chat and returns its events. */
export async function streamEvents(emulator: Emulator, body: object): Promise<EventWire[]> {
  const response = await post(emulator, NATIVE_CHAT, { ...body, stream: true });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  return readEvents(await response.text());
}

/** Returns the types of the events in order. Consecutive events of the same type count once. */
export function typesOf(events: readonly EventWire[]): string[] {
  return events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
}

/** Returns the entries of GET /api/v1/models, by key. */
export async function listModels(emulator: Emulator): Promise<Record<string, NativeModelWire>> {
  const response = await fetch(`${emulator.url}/api/v1/models`);
  const body = (await response.json()) as { models: NativeModelWire[] };
  check(MODEL_LIST, body);
  return Object.fromEntries(body.models.map((model) => [model.key, model]));
}
