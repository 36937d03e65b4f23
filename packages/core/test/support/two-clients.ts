import { thrownBy } from '@lmux/test-support';
import { expect } from 'vitest';
import { isLmError } from '../../src/errors/guards.js';
import type { LmError } from '../../src/errors/lm-error.js';
import { fakeProvider } from '../../src/testing/fake-provider.js';
import type { LmuxConfig } from '../../src/config/lmux-config.js';

export const SECRET = 'hunter2-7391';

export const FILE = 'lmux.config.json';

export const config: LmuxConfig = {
  default: 'local',
  providers: {
    local: { use: 'fake', model: 'fake-model' },
    cloud: {
      use: 'second',
      baseUrl: { env: 'CLOUD_URL' },
      apiToken: { env: 'CLOUD_KEY' },
      headers: { 'x-plain': 'p', 'x-team': { env: 'CLOUD_TEAM' } },
      proxy: { env: 'CLOUD_PROXY' },
    },
  },
};

export const env = {
  CLOUD_URL: ' https://cloud/v1\r',
  CLOUD_KEY: SECRET,
  CLOUD_TEAM: 'team',
  CLOUD_PROXY: 'http://me:pass@proxy:3128',
};

export const newPlugins = () => [fakeProvider(), fakeProvider({ id: 'second', optionKeys: ['colour'] })] as const;

export function caught(run: () => unknown): LmError {
  const error = thrownBy(run);
  if (!isLmError(error)) throw new Error('The call did not throw an LmError.', { cause: error });
  expect(`${error.message} ${JSON.stringify(error)} ${error.stack} ${String(error.cause)}`).not.toContain('7391');
  return error;
}
