import type { Operation } from '../../../contract/capability.js';
import type { ErrorCode } from '../../../errors/error-code.js';
import { isApiError } from '../../../errors/guards.js';
import { ensure, shown } from '../checks/assert.js';
import { expectFailure } from '../checks/check-failure.js';
import type { ConformanceResponse, ScenarioName } from '../conformance-fixtures.js';
import { call } from '../harness/operations.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';
import { REFUSALS, type Refusal } from '../scenarios.js';

const PAGE = '<!doctype html><html><head><title>A page</title></head><body><p>Hello</p></body></html>';
const HTML = { 'content-type': 'text/html' };

const UNREADABLE: readonly ErrorCode[] = ['unexpected_response', 'parse_error', 'stream_truncated'];

interface ForeignResponse {
  readonly what: string;
  readonly response: ConformanceResponse;
  /** Default: any code. */
  readonly codes?: readonly ErrorCode[];
  /** Operations for which the response is valid. */
  readonly except?: readonly Operation[];
}

/** Responses that are invalid in every format, as a proxy or another server would send them. */
const FOREIGN_RESPONSES: readonly ForeignResponse[] = [
  { what: 'an HTML page', response: { headers: HTML, body: PAGE }, codes: UNREADABLE },
  { what: 'the error page of a proxy', response: { status: 502, headers: HTML, body: PAGE } },
  { what: 'an empty body', response: { body: '' }, codes: UNREADABLE, except: ['models.unload', 'models.delete'] },
  {
    what: 'unrelated JSON',
    response: { json: { greeting: 'hello' } },
    codes: UNREADABLE,
    except: ['models.unload', 'models.running'],
  },
];

function refusalCase(plan: RoutePlan, name: ScenarioName, response: ConformanceResponse, capability: Operation): Case {
  const { code } = { code: REFUSALS[name as keyof typeof REFUSALS].code, ...(response.expect as object) };
  return plan.case(
    `${capability}, ${name}: rejects with the code ${code}`,
    fakeResponseOf(response),
    async (harness) => {
      const running = call(harness.client, capability, plan.callOptions());
      const after = `the response of the fixture "${name}"`;
      const error = await expectFailure(running, { after, codes: [code], provider: plan.matrix.provider });
      ensure(
        isApiError(error),
        `After ${after}, the call must fail with an ApiError; received ${shown(error)} Use the errors of the HTTP client.`,
      );
      const status = response.status ?? 200;
      ensure(error.status === status, `After ${after}, error.status must be ${status}; received ${error.status}.`);
      await harness.checkReleased('After an error response');
    },
  );
}

/** Returns the operations for which an error response is tested. */
function affected({ capabilities }: Refusal, tested: readonly Operation[]): readonly Operation[] {
  const fitting = tested.filter((capability) => capabilities?.includes(capability) ?? true);
  const chats = fitting.filter((capability) => capability.startsWith('chat'));
  return chats.length > 0 ? chats : fitting.slice(0, 1);
}

/** Returns the error scenarios for which the fixtures need a response, or the reason why there is none. */
export function neededRefusals(tested: readonly Operation[]): ScenarioName[] {
  return (Object.keys(REFUSALS) as (keyof typeof REFUSALS)[]).filter(
    (name) => REFUSALS[name].optional !== true && affected(REFUSALS[name], tested).length > 0,
  );
}

/** Creates the cases of error responses from the server, and of responses from something other than the server. */
export function* errorCases(plan: RoutePlan, tested: readonly Operation[]): Generator<Case> {
  for (const name of Object.keys(REFUSALS) as (keyof typeof REFUSALS)[]) {
    for (const response of plan.responsesOf(name)) {
      for (const capability of affected(REFUSALS[name], tested)) yield refusalCase(plan, name, response, capability);
    }
  }
  for (const capability of tested) {
    for (const { what, response, codes, except } of FOREIGN_RESPONSES) {
      if (except?.includes(capability)) continue;
      yield plan.case(`${capability}: rejects ${what}`, fakeResponseOf(response), async (harness) => {
        const running = call(harness.client, capability, plan.callOptions());
        const error = await expectFailure(running, { after: what, codes, provider: plan.matrix.provider });
        ensure(
          !/<\w/.test(error.message),
          `After ${what}, error.message contains HTML. Do not quote the body of an HTML page. Received: "${error.message}".`,
        );
        await harness.checkReleased(`After ${what}`);
      });
    }
  }
}
