import { createClient, type ClientConfig } from '@lmux/core';
import { onTestFinished } from 'vitest';
import { OllamaApi, ollama, type OllamaApiOptions } from '../../src/index.js';

/** A client of the server at a URL; it is closed after the test. */
export function clientOf(baseUrl: string, more: Partial<Omit<ClientConfig, 'provider'>> = {}, extra: object = {}) {
  const config = { model: 'm', ...more, baseUrl, provider: 'ollama' } as const;
  const client = createClient({ plugins: [ollama], config, ...extra });
  onTestFinished(() => client.close());
  return client;
}

/** A wire client of it. */
export function apiOf(baseUrl: string, more: OllamaApiOptions = {}): OllamaApi {
  const api = new OllamaApi({ ...more, baseUrl });
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

/** All that an iterable gives, and what it fails with, if it does. */
export async function drain<T>(iterable: AsyncIterable<T>): Promise<{ values: T[]; error: unknown }> {
  const values: T[] = [];
  try {
    for await (const value of iterable) values.push(value);
  } catch (error) {
    return { values, error };
  }
  return { values, error: undefined };
}
