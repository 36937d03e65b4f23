import { createClient, type ClientConfig } from '@lmux/core';
import { onTestFinished } from 'vitest';
import { LlamaCppApi, llamacpp, type LlamaCppApiOptions } from '../../src/index.js';

/** A client of the server at a URL that repeats nothing; it is closed after the test. */
export function clientOf(baseUrl: string, more: Partial<Omit<ClientConfig, 'provider'>> = {}, extra: object = {}) {
  const config = { model: 'tiny', retry: false, ...more, baseUrl, provider: 'llamacpp' } as const;
  const client = createClient({ plugins: [llamacpp], config, ...extra });
  onTestFinished(() => client.close());
  return client;
}

/** A wire client of it. */
export function apiOf(baseUrl: string, more: LlamaCppApiOptions = {}): LlamaCppApi {
  const api = new LlamaCppApi({ retry: false, ...more, baseUrl });
  onTestFinished(() => api.close());
  return api;
}

/** One user message. */
export function ask(content = 'Hello'): { messages: [{ role: 'user'; content: string }] } {
  return { messages: [{ role: 'user', content }] };
}

/** What a promise rejects with. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It did not reject.');
}
