import { afterEach, describe, expect, test, vi } from 'vitest';
import { repositoryUrl } from '../scripts/repository-url.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('repositoryUrl', () => {
  test.each([
    ['https://github.com/owner/name', 'https://github.com/owner/name'],
    ['https://github.com/owner/name/', 'https://github.com/owner/name'],
    ['https://github.com/owner/name.git', 'https://github.com/owner/name'],
    ['https://github.com/owner/name.git/', 'https://github.com/owner/name'],
    ['', undefined],
  ])('reads %j as %j', (value, url) => {
    vi.stubEnv('LMUX_REPOSITORY_URL', value);
    expect(repositoryUrl()).toBe(url);
  });
});
