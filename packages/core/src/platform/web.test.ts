import { expect, test } from 'vitest';
import { isLmError } from '../errors/guards.js';
import { fileAt, findUp, isSearchEnd, readText, resolveFrom, untrustedPath } from './web.js';

test.each([fileAt, findUp, isSearchEnd, readText, resolveFrom, untrustedPath])(
  '$name fails with the alternative in its message',
  async (standIn) => {
    const error: unknown = await Promise.resolve()
      .then(standIn)
      .catch((caught: unknown) => caught);
    expect(isLmError(error, 'config_invalid')).toBe(true);
    expect(String(error)).toContain('Pass the plugins and the configuration to createClients');
  },
);
