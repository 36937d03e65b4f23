import { createClient, type ClientConfig } from '@lmux/core';
import { closeAfterTest } from '@lmux/test-support';
import { OllamaApi, ollama, type OllamaApiOptions } from '../../src/index.js';

/** Creates a client for the server at a URL. It is closed after the test. */
export function clientOf(baseUrl: string, more: Partial<Omit<ClientConfig, 'provider'>> = {}, extra: object = {}) {
  const config = { model: 'm', ...more, baseUrl, provider: 'ollama' } as const;
  return closeAfterTest(createClient({ plugins: [ollama], config, ...extra }));
}

/** Creates a wire client for the server at a URL. It is closed after the test. */
export function apiOf(baseUrl: string, more: OllamaApiOptions = {}): OllamaApi {
  return closeAfterTest(new OllamaApi({ ...more, baseUrl }));
}
