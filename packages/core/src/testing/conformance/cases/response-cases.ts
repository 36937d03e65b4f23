import type { ErrorCode } from '../../../errors/error-code.js';
import { ensure, equal, EXPECT_HINT, matches, SPLIT_HINT } from '../checks/assert.js';
import { expectFailure } from '../checks/check-failure.js';
import { checkResponse } from '../checks/check-response.js';
import { checkTokenCounts } from '../checks/check-token-counts.js';
import type { ConformanceResponse, ScenarioName } from '../conformance-fixtures.js';
import { conformanceValues } from '../conformance-values.js';
import { byteByByte } from '../harness/byte-splits.js';
import { call, PROMPT } from '../harness/operations.js';
import { bytesOf, fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';
import type { Scenario } from '../scenarios.js';

/** The values that each request must contain. */
const SENT_VALUES: { readonly [capability: string]: readonly string[] } = {
  chat: [PROMPT],
  completion: [PROMPT],
  embedding: conformanceValues.inputs,
  'models.load': [conformanceValues.model],
  'models.unload': [conformanceValues.instanceId],
  'models.download': [conformanceValues.model],
  'models.downloadStatus': [conformanceValues.job.jobId],
  'models.delete': [conformanceValues.model],
  'tokens.count': [PROMPT],
};

function failureCase(plan: RoutePlan, label: string, scenario: Scenario, response: ConformanceResponse): Case {
  const { code } = { ...scenario.expected, ...(response.expect as object) } as { code?: ErrorCode };
  return plan.case(`${label}: rejects the response`, fakeResponseOf(response), async (harness) => {
    const running = call(harness.client, scenario.capability, plan.callOptions(scenario.options), scenario.request);
    const codes = code === undefined ? undefined : [code];
    const after = `the response of the fixture "${label}"`;
    await expectFailure(running, { after, codes, provider: plan.matrix.provider });
    await harness.checkReleased(`After ${after}`);
  });
}

function resultCase(plan: RoutePlan, label: string, scenario: Scenario, response: ConformanceResponse): Case {
  const { capability, expected, request, options } = scenario;
  return plan.case(`${label}: matches the server's response`, fakeResponseOf(response), async (harness) => {
    const result = await plan.call(harness, capability, request, options);
    checkResponse(capability, result, plan.route);
    const all = Array.isArray(expected)
      ? (response.expect ?? expected)
      : { ...expected, ...(response.expect as object) };
    matches(result, all, 'The response', EXPECT_HINT);
    checkTokenCounts(result, all, response);
    // A provider may generate the ids of tool calls, so the two responses could differ.
    if ('toolCalls' in result) return;
    harness.respondWith(fakeResponseOf(response, { body: byteByByte(bytesOf(response)) }));
    const again = await plan.call(harness, capability, request, options);
    equal(JSON.stringify(again), JSON.stringify(result), 'The response received byte by byte', SPLIT_HINT);
  });
}

/** Creates the cases of every response of a scenario that is not streamed. */
export function* responseCases(plan: RoutePlan, name: ScenarioName, scenario: Scenario): Generator<Case> {
  for (const [label, response] of plan.labeledResponsesOf(name)) {
    yield (scenario.fails ? failureCase : resultCase)(plan, label, scenario, response);
  }
  const [response] = plan.responsesOf(name);
  const values = SENT_VALUES[name];
  if (response === undefined || values === undefined) return;
  yield plan.case(`${name}: sends the values of the request`, fakeResponseOf(response), async (harness) => {
    await plan.call(harness, scenario.capability);
    const [sent] = harness.sent;
    const text = `${decodeURIComponent(sent?.url ?? '')} ${sent?.body ?? ''}`;
    const offsets = values.map((value) => text.indexOf(value));
    const lost = values.filter((_, index) => offsets[index] === -1);
    ensure(lost.length === 0, `The request does not contain ${lost.join(', ')}. Send the values unchanged.`);
    ensure(
      offsets.every((offset, index) => offset >= (offsets[index - 1] ?? 0)),
      `The request must contain ${values.join(', ')} in this order.`,
    );
  });
}
