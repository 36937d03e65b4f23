import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isApiError, isLmError, type LmClient } from '@lmux/core';
import { explainObject, generateObject, isObjectError, type ObjectValidator } from '@lmux/core/objects';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** A schema of the JSON Schema Test Suite (https://github.com/json-schema-org/JSON-Schema-Test-Suite) with its instances. */
export interface SuiteGroup {
  readonly file: string;
  readonly description: string;
  readonly schema: Record<string, unknown> | boolean;
  readonly tests: readonly { readonly data: unknown; readonly valid: boolean }[];
}

/** How a schema ends. `silent` means that the server did not hold a schema whose keywords all counted as held. */
export type SuiteOutcome =
  | 'held'
  | 'named'
  | 'refused by lmux'
  | 'refused by the server'
  | 'length'
  | 'silent'
  | 'failed';

/** Reads the groups of the suite from a folder. */
export function readSuite(folder: string): SuiteGroup[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) =>
      (JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<SuiteGroup, 'file'>[]).map((group) => ({
        ...group,
        file,
      })),
    );
}

/** Returns a validator, or `undefined` for a schema that refers to documents that are not in the suite. */
function validatorOf(schema: SuiteGroup['schema']): ObjectValidator<unknown> | undefined {
  try {
    // Formats are annotations in the suite. Without the option, Ajv reads `toString` from the prototype.
    const check = new Ajv2020({ strict: false, validateFormats: false, ownProperties: true, logger: false }).compile(
      schema,
    );
    return (value) => (check(value) ? { value } : { issues: [{ message: check.errors?.[0]?.message ?? '' }] });
  } catch {
    return undefined;
  }
}

/** Requests each invalid instance of a schema. The worst outcome counts. */
export async function measureGroup(
  client: LmClient,
  group: SuiteGroup,
): Promise<{ outcome: SuiteOutcome; detail: string }> {
  // A schema of JSON Schema may be a boolean.
  const schema = typeof group.schema === 'boolean' ? { allOf: [group.schema] } : group.schema;
  const validate = validatorOf(group.schema);
  if (validate === undefined) return { outcome: 'refused by lmux', detail: 'cannot be validated' };
  const request = { schema, validate, temperature: 0, maxOutputTokens: 80 };
  const details: [SuiteOutcome, string][] = [];
  const run = async (instance?: { readonly data: unknown }): Promise<void> => {
    const content =
      instance === undefined
        ? 'Write any JSON.'
        : `Write exactly this JSON and nothing else: ${JSON.stringify(instance.data)}`;
    try {
      await generateObject(client, { ...request, messages: [{ role: 'user', content }] }, { maxRepairs: 0 });
      details.push(['held', '']);
    } catch (error) {
      details.push(outcomeOf(error));
    }
  };
  let isNamed: boolean;
  try {
    isNamed = explainObject(client, { ...request, messages: [{ role: 'user', content: 'x' }] }).unsupported.length > 0;
  } catch (error) {
    return { outcome: 'refused by lmux', detail: isLmError(error) ? error.message : String(error) };
  }
  await run();
  if (!isNamed) for (const one of group.tests.filter(({ valid }) => !valid)) await run(one);
  const order: SuiteOutcome[] = ['failed', 'silent', 'refused by the server', 'length', 'held'];
  const worst = order.flatMap((outcome) => details.filter(([one]) => one === outcome))[0] ?? ['failed', 'no request'];
  const [outcome, detail] = worst;
  return { outcome: isNamed && outcome !== 'failed' ? 'named' : outcome, detail };
}

function outcomeOf(error: unknown): [SuiteOutcome, string] {
  if (isObjectError(error)) {
    return error.finishReason?.unified === 'length' ? ['length', ''] : ['silent', error.raw ?? ''];
  }
  const isRefused = isApiError(error) && error.code === 'invalid_request';
  const message = isLmError(error) ? `${error.code}: ${error.message}` : String(error);
  return [isRefused ? 'refused by the server' : 'failed', message];
}
