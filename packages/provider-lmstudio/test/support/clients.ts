import { createClient, type ClientConfig } from '@lmux/core';
import { closeAfterTest } from '@lmux/test-support';
import { LmStudioApi, lmstudio, type LmStudioApiOptions } from '../../src/index.js';

/** A client of the server at a URL; it is closed after the test. */
export function clientOf(baseUrl: string, more: Partial<Omit<ClientConfig, 'provider'>> = {}, extra: object = {}) {
  const config = { model: 'qwen/qwen3-4b', ...more, baseUrl, provider: 'lmstudio' } as const;
  return closeAfterTest(createClient({ plugins: [lmstudio], config, ...extra }));
}

/** A wire client of it. */
export function apiOf(baseUrl: string, more: LmStudioApiOptions = {}): LmStudioApi {
  return closeAfterTest(new LmStudioApi({ ...more, baseUrl }));
}
