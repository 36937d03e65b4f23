import { afterEach, describe, expect, test, vi } from 'vitest';
import { configFromEnv } from './config-from-env.js';

const LOCAL = { provider: 'lmstudio', baseUrl: 'http://localhost:1234' };

describe('configFromEnv', () => {
  const CASES: readonly [env: Record<string, string | undefined>, config: object][] = [
    [{}, LOCAL],
    [{ LM_PROVIDER: '', LM_BASE_URL: '', LM_API_KEY: '', LM_MODEL: '', LM_EMBED_MODEL: '', LM_TIMEOUT: '' }, LOCAL],
    [{ LM_MODEL: ' ', OTHER: 'x', LM_UNKNOWN: 'x' }, LOCAL],
    [{ LM_PROVIDER: 'lmstudio' }, LOCAL],
    [{ LM_PROVIDER: 'openai' }, { provider: 'openai' }],
    [{ LM_PROVIDER: ' openai\r' }, { provider: 'openai' }],
    [{ LM_BASE_URL: 'http://box:99/v1' }, { provider: 'lmstudio', baseUrl: 'http://box:99/v1' }],
    [
      { LM_PROVIDER: 'openai', LM_BASE_URL: 'http://x' },
      { provider: 'openai', baseUrl: 'http://x' },
    ],
    [{ LM_API_KEY: 'k' }, { ...LOCAL, apiToken: 'k' }],
    [{ LM_API_TOKEN: 't' }, { ...LOCAL, apiToken: 't' }],
    [
      { LM_API_KEY: 'k', LM_API_TOKEN: 't' },
      { ...LOCAL, apiToken: 'k' },
    ],
    [
      { LM_API_KEY: '', LM_API_TOKEN: 't' },
      { ...LOCAL, apiToken: 't' },
    ],
    [
      { LM_MODEL: 'm', LM_EMBED_MODEL: 'e' },
      { ...LOCAL, model: 'm', embedModel: 'e' },
    ],
    [{ LM_TIMEOUT: '0' }, { ...LOCAL, timeout: 0 }],
    [{ LM_TIMEOUT: '1500' }, { ...LOCAL, timeout: 1500 }],
  ];
  test.each(CASES)('returns the configuration that %j describes', (env, config) => {
    expect(configFromEnv(env)).toEqual(config);
  });

  test.each(['5s', '-1', 'Infinity', 'NaN'])('rejects LM_TIMEOUT=%s', (LM_TIMEOUT) => {
    expect(() => configFromEnv({ LM_TIMEOUT })).toThrow(
      `LM_TIMEOUT must be a non-negative number of milliseconds; received "${LM_TIMEOUT}".`,
    );
    expect(() => configFromEnv({ LM_TIMEOUT })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });

  test.each([
    [
      { LM_BASE_URL: 'localhost:1234' },
      'LM_BASE_URL must be an http or https URL such as http://localhost:1234; received a string without a scheme. Did you mean "http://localhost:1234"?',
    ],
    [{ LM_BASE_URL: 'user:7391' }, 'received a string without a scheme.'],
    [{ LM_BASE_URL: 'ftp://host' }, 'received a URL with another scheme.'],
    [{ LM_API_KEY: 'a\nb' }, 'LM_API_KEY contains a character that HTTP does not allow in a header'],
    [{ LM_API_TOKEN: 'a\nb' }, 'LM_API_TOKEN contains a character that HTTP does not allow in a header'],
  ])('rejects %j', (env, message) => {
    expect(() => configFromEnv(env)).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(message) }),
    );
  });
});

describe('without an argument', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  test('reads the environment of the process', () => {
    vi.stubEnv('LM_PROVIDER', 'from-process');
    expect(configFromEnv().provider).toBe('from-process');
  });

  test('reads an empty environment if there is no process', () => {
    vi.stubEnv('LM_PROVIDER', 'from-process');
    vi.stubGlobal('process', undefined);
    expect(configFromEnv()).toEqual(LOCAL);
  });
});
