import type { Emulator } from '../src/index.js';

/** Posts JSON to a path of the emulator. */
export function post(emulator: Emulator, path: string, body: unknown, init: RequestInit = {}): Promise<Response> {
  return fetch(emulator.url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    ...init,
    headers: { 'content-type': 'application/json', ...init.headers },
  });
}

/** A chat request with one user message. */
export function chat(prompt: string, extra: Record<string, unknown> = {}): Record<string, unknown> {
  return { model: 'qwen/qwen3-4b-2507', messages: [{ role: 'user', content: prompt }], ...extra };
}
