import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { isLmError } from '../errors/guards.js';
import { checkLmuxConfig } from './check-lmux-config.js';
import { one, RIGHT, SECRET, WRONG } from '../../test/support/lmux-configs.js';

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly anyOf: readonly Schema[];
}

const schema = JSON.parse(
  readFileSync(new URL('../../schema/lmux.config.schema.json', import.meta.url), 'utf8'),
) as Schema;

const fitsSchema = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);

function refusal(config: unknown): string {
  let error: unknown;
  try {
    checkLmuxConfig(config, 'lmux.config.json');
  } catch (caught) {
    error = caught;
  }
  if (!isLmError(error, 'config_invalid')) return error === undefined ? '' : 'another error';
  expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('7391');
  expect(error.message.length).toBeLessThan(500);
  return error.message;
}

test.each(RIGHT)('accepts %j, like the JSON Schema', (config) => {
  expect(refusal(config)).toBe('');
  expect(fitsSchema(config), JSON.stringify(fitsSchema.errors)).toBe(true);
});

test.each(WRONG)('rejects %s, like the JSON Schema', (_name, config, message) => {
  const refused = refusal(config);
  expect(refused).toContain(message);
  expect(refused).toMatch(/^lmux\.config\.json: /);
  expect(fitsSchema(config)).toBe(false);
});

describe('checks that the JSON Schema does not have', () => {
  test('rejects a default that is not the name of a provider', () => {
    const providers = { local: { use: 'a' }, cloud: { use: 'b' } };
    expect(refusal({ default: 'clowd', providers })).toBe(
      'lmux.config.json: "default" must be the name of a provider ("local", "cloud"); received "clowd". Did you mean "cloud"?',
    );
  });

  test('accepts a function as a token, and undefined for an unset field', () => {
    expect(refusal(one({ apiToken: () => SECRET, baseUrl: undefined, headers: { a: undefined } }))).toBe('');
  });
});

describe('the JSON Schema', () => {
  const provider = schema.definitions['provider'];
  const keys = (part: Schema | undefined): string[] => Object.keys(part?.properties ?? {});

  /** Returns the keys that the message about an unknown key lists. */
  const allowed = (config: object): string[] | undefined =>
    /Allowed are (.*)\./.exec(refusal(config))?.[1]?.split(', ');

  test('has every key that the check accepts', () => {
    expect(keys(schema)).toEqual(allowed({ '?': 1 }));
    expect(keys(provider)).toEqual(allowed(one({ '?': 1 })));
    expect(keys(provider?.properties['timeouts'])).toEqual(allowed(one({ timeouts: { '?': 1 } })));
    expect(keys(provider?.properties['limits'])).toEqual(allowed(one({ limits: { '?': 1 } })));
    expect(keys(provider?.properties['retry']?.anyOf.at(-1))).toEqual(allowed(one({ retry: { '?': 1 } })));
  });

  test('has a description for every key', () => {
    const described = [schema.properties, provider?.properties].flatMap((part) => Object.entries(part ?? {}));
    expect(described.filter(([, part]) => !('description' in part))).toEqual([]);
  });
});
