import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectValidator } from '@lmux/core/objects';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** A schema of the JSON Schema Test Suite (https://github.com/json-schema-org/JSON-Schema-Test-Suite) with its instances. */
export interface SuiteGroup {
  readonly file: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>> | boolean;
  readonly tests: readonly { readonly data: unknown; readonly valid: boolean }[];
}

/** Reads the schemas of the suite from a folder of JSON files. */
export function readSuite(folder: string, files: readonly string[] = []): SuiteGroup[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && (files.length === 0 || files.includes(file.replace(/\.json$/, ''))))
    .toSorted()
    .flatMap((file) => {
      const groups = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<SuiteGroup, 'file'>[];
      return groups.map((group) => ({ ...group, file }));
    });
}

/** Validates instances with Ajv, which shares no code with the library. */
export interface SuiteValidator {
  readonly validate: ObjectValidator<unknown>;
  /** The reason why Ajv cannot validate the schema, such as a reference to a document that is not in the suite. Every value is then invalid. */
  readonly problem: string | undefined;
  /** True if Ajv disagrees with the suite on an instance. */
  readonly isWrong: boolean;
}

/** Returns a validator of a schema. */
export function createValidator({ schema, tests }: SuiteGroup): SuiteValidator {
  try {
    // Formats are annotations in the suite. Without `ownProperties`, Ajv finds `toString` in every object.
    const options = { strict: false, validateFormats: false, ownProperties: true, logger: false } as const;
    const check = new Ajv2020(options).compile(schema);
    const validate = (value: unknown): ReturnType<ObjectValidator<unknown>> => {
      if (check(value)) return { value };
      const issues = (check.errors ?? []).map(({ instancePath, message = '', keyword }) => ({
        message: `${keyword}: ${message}`,
        path: instancePath.split('/').slice(1),
      }));
      return { issues };
    };
    return { validate, problem: undefined, isWrong: tests.some(({ data, valid }) => check(data) !== valid) };
  } catch (error) {
    const message = String(error);
    // No value matches an empty enum.
    const problem = message.includes('enum must have non-empty array') ? undefined : message;
    return { validate: () => ({ issues: [{ message }] }), problem, isWrong: false };
  }
}

/** The keywords of a minimum, and those of its maximum. */
const RANGES = [
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minimum', 'maximum'],
] as const;

/**
 * Returns the reason why a schema must not be sent, or `undefined`. llama-server takes all memory of the machine for a minimum above its maximum,
 * and Ollama ends for others.
 */
export function findDanger(schema: unknown, path = ''): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined;
  const fields = schema as Readonly<Record<string, unknown>>;
  for (const [min, max] of RANGES) {
    if (Number(fields[min] ?? -Infinity) > Number(fields[max] ?? Infinity)) return `${path}/${min} exceeds ${max}`;
  }
  const { pattern } = fields;
  if (typeof pattern === 'string' && !/^\^(?:[^(\\]|\((?!\?)|\\[^a-zA-Z/-])*\$$/s.test(pattern)) {
    return `${path}/pattern is ${pattern}`;
  }
  const long = ['minLength', 'maxLength', 'minItems', 'maxItems'].find((keyword) => Number(fields[keyword]) > 2000);
  if (long !== undefined) return `${path}/${long} is above 2000`;
  for (const [name, value] of Object.entries(fields)) {
    // The values of an enum are not schemas.
    if (name === 'enum' || name === 'const') continue;
    const found = findDanger(value, `${path}/${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
