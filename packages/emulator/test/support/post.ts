import { expect } from 'vitest';
import type { Emulator } from '../../src/index.js';

export const CHAT_PATH = '/v1/chat/completions';

interface PostInit {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Sends a POST request with JSON to a path of the emulator. */
export function post(emulator: Emulator, path: string, body: unknown, init: PostInit = {}): Promise<Response> {
  return fetch(emulator.url + path, {
    ...init,
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...init.headers },
  });
}

/** Sends a POST request with JSON, expects this status, and returns the JSON of the response. */
export async function postJson<T>(emulator: Emulator, path: string, body: unknown, status = 200): Promise<T> {
  const response = await post(emulator, path, body);
  expect(response.status).toBe(status);
  return (await response.json()) as T;
}

/** Returns a chat request with one user message. */
export function chat(prompt: string, extra: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { model: 'qwen/qwen3-4b-2507', messages: [{ role: 'user', content: prompt }], ...extra };
}
