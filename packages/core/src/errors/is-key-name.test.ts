import { expect, test } from 'vitest';
import { hasKeyHeader, insecureServerOf } from '../http/insecure-key.js';
import { parseBaseUrl } from '../http/base-url.js';
import { isKeyName } from './is-key-name.js';
import { maskSecrets } from './redact.js';
import { secretValues } from './secret-headers.js';

const NAMES: readonly (readonly [name: string, isKey: boolean])[] = [
  ...[
    'x-api-key-1',
    'x-auth-user',
    'x-amz-credential',
    'x-signature',
    'X-Api-Key',
    'apiKeyId',
    'access_token',
    'key',
    'accesskey',
    'Ocp-Apim-Subscription-Key',
  ].map((name) => [name, true] as const),
  ...['authorization', 'proxy-authorization', 'cookie', 'sig', 'urlSig', 'sig-1', 'code', 'client_secret'].map(
    (name) => [name, true] as const,
  ),
  ...[
    'x-monkey',
    'idempotency-key',
    'max_token',
    'turkey',
    'author',
    'authors',
    'design',
    'signal',
    'encoding',
    'x-max-tokens',
    'model',
    'x-request-id',
  ].map((name) => [name, false] as const),
];

test.each(NAMES)('%s is the name of a key everywhere: %s', (name, isKey) => {
  expect(isKeyName(name)).toBe(isKey);
  expect(hasKeyHeader({ [name]: '1' })).toBe(isKey);
  expect(insecureServerOf(parseBaseUrl(`http://example.com?${name}=1`), {})?.hasKey).toBe(isKey);
  expect(maskSecrets(`See http://host/?a=b&${name}=c1.`)).toBe(
    isKey ? `See http://host/?a=b&${name}=***` : `See http://host/?a=b&${name}=c1.`,
  );
  // Only the values of keys are divided.
  expect(secretValues({ [name]: 'one, abcdefgh' }).includes('abcdefgh')).toBe(isKey);
});
