import { createClient, type ClientConfig } from '@lmux/core';
import { closeAfterTest } from '@lmux/test-support';
import { LmStudioApi, lmstudio, type LmStudioApiOptions } from '../../src/index.js';

/** Creates a client for the server at a URL. Closes it after the test. */
export function clientOf(baseUrl: string, more: Partial<Omit<ClientConfig, 'provider'>> = {}, extra: object = {}) {
  const config = { model: 'qwen/qwen3-4b', ...more, baseUrl, provider: 'lmstudio' } as const;
  return closeAfterTest(createClient({ plugins: [lmstudio], config, ...extra }));
}

/** Creates a wire client for the server at a URL. Closes it after the test. */
export function apiOf(baseUrl: string, more: LmStudioApiOptions = {}): LmStudioApi {
  return closeAfterTest(new LmStudioApi({ ...more, baseUrl }));
}
