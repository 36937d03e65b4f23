import { inspect } from 'node:util';
import { thrownBy } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { checkProxyVariables } from './proxy-settings.js';

describe('checkProxyVariables', () => {
  test.each<[string, string, RegExp]>([
    ['a host without a scheme', 'proxy:3128', /without http:\/\//],
    ['credentials without a scheme', 'user:canary@proxy:3128', /without http:\/\//],
    ['another scheme', 'ftp://user:canary@proxy', /another scheme\. Use an HTTP proxy/],
    ['a SOCKS proxy', 'socks5://user:canary@proxy:1080', /SOCKS/],
    ['a space', 'http://user:canary@pro xy:3128', /not a valid URL/],
    ['an unencoded character in the password', 'http://user:can/ary@proxy:3128', /not a valid URL/],
    ['an invalid percent sign', 'http://user:canary%zz@proxy:3128', /"%25"/],
    ['only blanks', '  ', /blank/],
    ['no host', 'http://', /not a valid URL/],
    ['an invalid port', 'http://user:canary@proxy:99999', /not a valid URL/],
  ])('rejects %s', (_name, value, says) => {
    for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY']) {
      const error = thrownBy<Error>(() => checkProxyVariables({ [name]: value }));
      expect(error).toMatchObject({ code: 'config_invalid' });
      expect(inspect(error, { depth: 9 })).not.toMatch(/canary|can\/ary|user:/);
      expect(error.message).toMatch(says);
      expect(error.message).toContain(`The environment variable ${name} must be`);
    }
  });

  test.each<[string, Record<string, string>]>([
    ['no variable', {}],
    ['an empty variable', { HTTP_PROXY: '' }],
    ['a variable that an empty one overrides', { http_proxy: '', HTTP_PROXY: 'proxy:3128' }],
    ['a URL', { http_proxy: 'http://proxy:3128', HTTPS_PROXY: 'https://us%25er:p%40ss@proxy' }],
    ['exceptions of any form', { NO_PROXY: '*, .local 10.0.0.0/8,[::1]:8080,:' }],
  ])('accepts %s', (_name, env) => {
    expect(() => checkProxyVariables(env)).not.toThrow();
  });
});
