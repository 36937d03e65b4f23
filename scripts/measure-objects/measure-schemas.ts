import { isApiError, isLmError, type JsonObject, type LmClient } from '@lmux/core';
import { explainObject, generateObject, isObjectError, type ObjectPlan, type ObjectRequest } from '@lmux/core/objects';
import { createValidator, findDanger, type SuiteGroup } from './schema-suite.ts';

/** What became of one request: `invalid` is an object that is not valid although the model ended it. */
export type RequestOutcome = 'valid' | 'length' | 'invalid' | 'refused' | 'failed';

/**
 * What became of a schema. `held`, `length` and `refused by the server` mean that all its keywords counted as held. `length` means that no
 * response was complete, `silent` that one was not valid, and `failed` an error other than a refusal.
 */
export type SchemaOutcome =
  | 'held'
  | 'named'
  | 'refused by lmux'
  | 'no validator'
  | 'refused by the server'
  | 'length'
  | 'silent'
  | 'dangerous'
  | 'failed';

/** The outcomes that are bugs. */
export const BUGS: ReadonlySet<SchemaOutcome> = new Set(['silent', 'dangerous', 'failed']);

/** What became of a schema, with its requests. */
export interface SchemaResult {
  readonly outcome: SchemaOutcome;
  /** The reason, for what is neither held nor named. */
  readonly detail: string;
  readonly requests: readonly RequestOutcome[];
}

interface Response {
  readonly outcome: RequestOutcome;
  readonly detail: string;
}

/** The order in which outcomes of requests decide on the outcome of the schema. */
const DECIDING = { failed: 'failed', invalid: 'silent', refused: 'refused by the server', valid: 'held' } as const;

/** The schema as an object. A boolean is a schema, but not a value of the type of `schema`. */
function objectSchema({ schema }: SuiteGroup): Readonly<Record<string, unknown>> {
  return typeof schema === 'boolean' ? { allOf: [schema] } : schema;
}

async function send(client: LmClient, request: ObjectRequest): Promise<Response> {
  try {
    await generateObject(client, request, { mode: 'jsonSchema', maxRepairs: 0, retry: false });
    return { outcome: 'valid', detail: '' };
  } catch (error) {
    if (isObjectError(error)) {
      const isLength = error.finishReason?.unified === 'length';
      const detail = `${JSON.stringify(error.issues)} in ${JSON.stringify(error.raw)}`;
      return { outcome: isLength ? 'length' : 'invalid', detail };
    }
    const isRefused = isApiError(error) && error.code === 'invalid_request';
    const detail = isLmError(error) ? `${error.name} ${error.code}: ${error.message}` : String(error);
    return { outcome: isRefused ? 'refused' : 'failed', detail };
  }
}

function decide(responses: readonly Response[]): Pick<SchemaResult, 'outcome' | 'detail'> {
  for (const [outcome, decided] of Object.entries(DECIDING)) {
    const found = responses.find((response) => response.outcome === outcome);
    if (found !== undefined) return { outcome: decided, detail: found.detail };
  }
  return { outcome: 'length', detail: '' };
}

/**
 * Requests a schema of the suite. If a keyword is named as not held, once. Otherwise once without an instance, and once with each invalid
 * instance, which the model is told to write.
 */
export async function measureSchema(client: LmClient, group: SuiteGroup, extra?: JsonObject): Promise<SchemaResult> {
  const { validate, problem } = createValidator(group);
  const describe = (content: string): ObjectRequest => ({
    schema: objectSchema(group),
    validate,
    messages: [{ role: 'user', content }],
    temperature: 0,
    maxOutputTokens: 80,
    extra,
  });
  let plan: ObjectPlan;
  try {
    plan = explainObject(client, describe('Hi'), { mode: 'jsonSchema' });
  } catch (error) {
    if (!isLmError(error, 'invalid_request')) return { outcome: 'failed', detail: String(error), requests: [] };
    return { outcome: 'refused by lmux', detail: error.message, requests: [] };
  }
  const danger = findDanger(plan.schema);
  if (danger !== undefined) return { outcome: 'dangerous', detail: danger, requests: [] };
  const isNamed = plan.unsupported.length > 0;
  const instances = isNamed || problem !== undefined ? [] : group.tests.filter(({ valid }) => !valid);
  const orders = instances.map(({ data }) => `Write exactly this JSON and nothing else: ${JSON.stringify(data)}`);
  const responses: Response[] = [];
  for (const order of ['Write any JSON.', ...orders]) responses.push(await send(client, describe(order)));
  const requests = responses.map(({ outcome }) => outcome);
  const { outcome, detail } = decide(responses);
  // A named schema may have any response, but no error other than a refusal.
  if (isNamed && outcome !== 'failed') return { outcome: 'named', detail, requests };
  const isUnknown = problem !== undefined && (outcome === 'silent' || outcome === 'length');
  return isUnknown ? { outcome: 'no validator', detail: problem, requests } : { outcome, detail, requests };
}
