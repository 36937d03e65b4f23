import type { Capability } from '../../../contract/capability.js';
import type { ErrorCode } from '../../../errors/error-code.js';
import { ensure, shown } from '../assert.js';
import { isApiError } from '../../../errors/guards.js';
import type { ConformanceAnswer, ScenarioName } from '../conformance-fixtures.js';
import { replyOf, type Case, type RoutePlan } from '../route-plan.js';
import { REFUSALS, type Refusal } from '../scenarios.js';
import { rejects } from '../traits/rejects.js';
import { call } from '../verbs.js';

const PAGE = '<!doctype html><html><head><title>A page</title></head><body><p>Hello</p></body></html>';
const HTML = { 'content-type': 'text/html' };

const UNREADABLE: readonly ErrorCode[] = ['unexpected_response', 'parse_error', 'stream_truncated'];

/** An answer that is none. */
interface Stranger {
  readonly what: string;
  readonly answer: ConformanceAnswer;
  /** Default: any. */
  readonly codes?: readonly ErrorCode[];
  /** Calls whose answer need not say anything. */
  readonly except?: readonly Capability[];
}

/** What no server of any format means as an answer: whoever stands in between sends it, or another server. */
const STRANGERS: readonly Stranger[] = [
  { what: 'a page', answer: { headers: HTML, body: PAGE }, codes: UNREADABLE },
  { what: 'a page of a proxy that failed', answer: { status: 502, headers: HTML, body: PAGE } },
  { what: 'an empty answer', answer: { body: '' }, codes: UNREADABLE, except: ['models.unload'] },
  {
    what: 'JSON of something else',
    answer: { json: { greeting: 'hello' } },
    codes: UNREADABLE,
    except: ['models.unload', 'models.running'],
  },
];

function refusalCase(plan: RoutePlan, name: ScenarioName, answer: ConformanceAnswer, capability: Capability): Case {
  const { code } = { code: REFUSALS[name as keyof typeof REFUSALS].code, ...(answer.expect as object) };
  return plan.case(
    `${capability}, ${name}: has the code ${code}`,
    () => replyOf(answer),
    async (bench) => {
      const running = call(bench.client, capability, plan.callOptions());
      const error = await rejects(running, { after: `"${name}"`, codes: [code], provider: plan.matrix.provider });
      if (isApiError(error)) {
        const status = answer.status ?? 200;
        ensure(error.status === status, `The error has status ${error.status}; the server answered with ${status}.`);
      } else ensure(false, `The server's refusal is no ApiError but ${shown(error)}`);
      await bench.tidy('After a refusal');
    },
  );
}

/** Which of the calls a refusal is tried with: those that may get it. */
function affected({ capabilities }: Refusal, tried: readonly Capability[]): readonly Capability[] {
  const fitting = tried.filter((capability) => capabilities?.includes(capability) ?? true);
  const chats = fitting.filter((capability) => capability.startsWith('chat'));
  return chats.length > 0 ? chats : fitting.slice(0, 1);
}

/** The refusals of which the fixture must have an answer, or say why it has none. */
export function neededRefusals(tried: readonly Capability[]): ScenarioName[] {
  return (Object.keys(REFUSALS) as (keyof typeof REFUSALS)[]).filter(
    (name) => REFUSALS[name].optional !== true && affected(REFUSALS[name], tried).length > 0,
  );
}

/** How a server refuses, and what others answer in its place. */
export function* errorCases(plan: RoutePlan, tried: readonly Capability[]): Generator<Case> {
  for (const name of Object.keys(REFUSALS) as (keyof typeof REFUSALS)[]) {
    for (const answer of plan.answersOf(name)) {
      for (const capability of affected(REFUSALS[name], tried)) yield refusalCase(plan, name, answer, capability);
    }
  }
  for (const capability of tried) {
    for (const { what, answer, codes, except } of STRANGERS) {
      if (except?.includes(capability)) continue;
      yield plan.case(
        `${capability}: ${what} is no answer`,
        () => replyOf(answer),
        async (bench) => {
          const running = call(bench.client, capability, plan.callOptions());
          const error = await rejects(running, { after: what, codes, provider: plan.matrix.provider });
          ensure(!/<\w/.test(error.message), `The error's message holds HTML: "${error.message}"`);
          await bench.tidy(`After ${what}`);
        },
      );
    }
  }
}
