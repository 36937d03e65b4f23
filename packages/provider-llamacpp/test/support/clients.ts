import { createClient, type ClientConfig } from '@lmux/core';
import { closeAfterTest } from '@lmux/test-support';
import { LlamaCppApi, llamacpp, type LlamaCppApiOptions } from '../../src/index.js';

/** Creates a client without retries for the server at a URL. It is closed after the test. */
export function clientOf(baseUrl: string, more: Partial<Omit<ClientConfig, 'provider'>> = {}, extra: object = {}) {
  const config = { model: 'tiny', retry: false, ...more, baseUrl, provider: 'llamacpp' } as const;
  return closeAfterTest(createClient({ plugins: [llamacpp], config, ...extra }));
}

/** Creates a wire client for the server at a URL. It is closed after the test. */
export function apiOf(baseUrl: string, more: LlamaCppApiOptions = {}): LlamaCppApi {
  return closeAfterTest(new LlamaCppApi({ retry: false, ...more, baseUrl }));
}
