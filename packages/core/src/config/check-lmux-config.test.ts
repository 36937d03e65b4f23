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

test.each(RIGHT)('%j is accepted, by the schema too', (config) => {
  expect(refusal(config)).toBe('');
  expect(fitsSchema(config), JSON.stringify(fitsSchema.errors)).toBe(true);
});

test.each(WRONG)('%s is refused, by the schema too', (_name, config, message) => {
  const refused = refusal(config);
  expect(refused).toContain(message);
  expect(refused).toMatch(/^lmux\.config\.json: /);
  expect(fitsSchema(config)).toBe(false);
});

describe('what only the checker sees', () => {
  test('a default that no provider has', () => {
    const providers = { local: { use: 'a' }, cloud: { use: 'b' } };
    expect(refusal({ default: 'clowd', providers })).toBe(
      'lmux.config.json: "default" is "clowd"; allowed is the name of a provider: "local", "cloud". Did you mean "cloud"?',
    );
  });

  test('in code, a token may be a function, and what is unset may be undefined', () => {
    expect(refusal(one({ apiToken: () => SECRET, baseUrl: undefined, headers: { a: undefined } }))).toBe('');
  });
});

describe('the schema', () => {
  const provider = schema.definitions['provider'];
  const keys = (part: Schema | undefined): string[] => Object.keys(part?.properties ?? {});

  /** What the checker says it allows, where it meets an unknown key. */
  const allowed = (config: object): string[] | undefined =>
    /Supported keys: (.*)\./.exec(refusal(config))?.[1]?.split(', ');

  test('knows every key that the checker knows', () => {
    expect(keys(schema)).toEqual(allowed({ '?': 1 }));
    expect(keys(provider)).toEqual(allowed(one({ '?': 1 })));
    expect(keys(provider?.properties['timeouts'])).toEqual(allowed(one({ timeouts: { '?': 1 } })));
    expect(keys(provider?.properties['limits'])).toEqual(allowed(one({ limits: { '?': 1 } })));
    expect(keys(provider?.properties['retry']?.anyOf.at(-1))).toEqual(allowed(one({ retry: { '?': 1 } })));
  });

  test('describes each key to editors', () => {
    const described = [schema.properties, provider?.properties].flatMap((part) => Object.entries(part ?? {}));
    expect(described.filter(([, part]) => !('description' in part))).toEqual([]);
  });
});
