import { expect, test } from 'vitest';
import { undiciLoadError } from './undici-load-error.js';

const coded = (code: string): Error => Object.assign(new Error('It failed.'), { code });
/** The error of undici 8 on Node 20. */
const MISSING_API = new TypeError("Cannot read properties of undefined (reading 'bind')");

test.each<[error: unknown, version: string, namesVersion: boolean]>([
  [MISSING_API, '20.20.2', true],
  [MISSING_API, '22.18.0', true],
  [new SyntaxError('Invalid regular expression flags'), '18.0.0', true],
  [coded('ERR_UNKNOWN_BUILTIN_MODULE'), '20.20.2', true],
  [MISSING_API, '22.19.0', false],
  [MISSING_API, '24.21.0', false],
  [MISSING_API, '', false],
  [coded('ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG'), '20.20.2', false],
  [coded('ERR_MODULE_NOT_FOUND'), '20.20.2', false],
  [coded('MODULE_NOT_FOUND'), '20.20.2', false],
  [coded('ERR_ACCESS_DENIED'), '20.20.2', false],
])('of %s on Node %s names the version only if it is the cause', (error, version, namesVersion) => {
  const failure = undiciLoadError(error, version);
  expect(failure).toMatchObject({
    code: 'config_invalid',
    retryable: false,
    cause: { message: (error as Error).message },
  });
  expect(failure.message.includes(`on Node ${version}. It requires Node 22.19 or newer. Upgrade Node`)).toBe(
    namesVersion,
  );
  expect(failure.message.includes('Check that it is installed')).toBe(!namesVersion);
  expect(failure.message).toContain('pass "transport: new FetchTransport()"');
});
