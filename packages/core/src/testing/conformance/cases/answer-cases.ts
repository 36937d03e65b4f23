import type { ErrorCode } from '../../../errors/error-code.js';
import { checkAnswer } from '../answer-rules.js';
import { ensure, equal, matches } from '../assert.js';
import type { ConformanceAnswer, ScenarioName } from '../conformance-fixtures.js';
import { conformanceWords } from '../conformance-words.js';
import { byteByByte } from '../cuts.js';
import { bytesOf, replyOf, type Case, type RoutePlan } from '../route-plan.js';
import type { Scenario } from '../scenarios.js';
import { rejects } from '../traits/rejects.js';
import { settle } from '../turns.js';
import { checkCounts } from '../usage-rules.js';
import { call, PROMPT } from '../verbs.js';

/** Words of the suite that the request has to carry. */
const CARRIES: { readonly [capability: string]: readonly string[] } = {
  chat: [PROMPT],
  completion: [PROMPT],
  embedding: conformanceWords.inputs,
  'models.load': [conformanceWords.model],
  'models.unload': [conformanceWords.instanceId],
  'models.download': [conformanceWords.model],
  'models.downloadStatus': [conformanceWords.job.jobId],
};

function* refused(plan: RoutePlan, label: string, scenario: Scenario, answer: ConformanceAnswer): Generator<Case> {
  const { code } = { ...scenario.expected, ...(answer.expect as object) } as { code?: ErrorCode };
  yield plan.case(
    `${label}: is refused`,
    () => replyOf(answer),
    async (bench) => {
      const running = call(bench.client, scenario.capability, plan.callOptions(), scenario.request);
      const codes = code === undefined ? undefined : [code];
      await rejects(running, { after: 'such an answer', codes, provider: plan.matrix.provider });
      await bench.tidy('After such an answer');
    },
  );
}

function* told(plan: RoutePlan, label: string, scenario: Scenario, answer: ConformanceAnswer): Generator<Case> {
  const { capability, expected, request } = scenario;
  yield plan.case(
    `${label}: says what the server said`,
    () => replyOf(answer),
    async (bench) => {
      const response = await settle(call(bench.client, capability, plan.callOptions(), request), 'The call');
      checkAnswer(capability, response, plan.route);
      const all = Array.isArray(expected) ? (answer.expect ?? expected) : { ...expected, ...(answer.expect as object) };
      matches(response, all, 'The response');
      checkCounts(response, all, answer);
      // Ids of calls may be made up; everything else is the server's.
      if ('toolCalls' in response) return;
      bench.answers(replyOf(answer, { body: byteByByte(bytesOf(answer)) }));
      const again = await settle(call(bench.client, capability, plan.callOptions(), request), 'The call');
      equal(JSON.stringify(again), JSON.stringify(response), 'The response byte by byte');
    },
  );
}

/** Every answer of one scenario that is not streamed. */
export function* answerCases(plan: RoutePlan, name: ScenarioName, scenario: Scenario): Generator<Case> {
  const answers = plan.answersOf(name);
  for (const [index, answer] of answers.entries()) {
    const label = answers.length > 1 ? `${name} (answer ${index + 1})` : name;
    yield* scenario.fails ? refused(plan, label, scenario, answer) : told(plan, label, scenario, answer);
  }
  const [answer] = answers;
  const words = CARRIES[name];
  if (answer === undefined || words === undefined) return;
  yield plan.case(
    `${name}: asks for what was asked for`,
    () => replyOf(answer),
    async (bench) => {
      await settle(call(bench.client, scenario.capability, plan.callOptions()), 'The call');
      const [sent] = bench.sent;
      const text = `${decodeURIComponent(sent?.url ?? '')} ${sent?.body ?? ''}`;
      const places = words.map((word) => text.indexOf(word));
      ensure(!places.includes(-1), `The request does not carry ${words.join(', ')}.`);
      ensure(
        places.every((place, index) => place >= (places[index - 1] ?? 0)),
        'The texts are sent in another order.',
      );
    },
  );
}
