import type { Operation } from '../../../contract/capability.js';
import type { ChatRequest } from '../../../contract/chat.js';
import type { Message } from '../../../contract/message.js';
import { isObject } from '../../../json/read-json.js';
import type { FakeRequest } from '../../fake-transport.js';
import { ensure } from '../checks/assert.js';
import { checkRefusal } from '../checks/check-refusal.js';
import { call, PROMPT } from '../harness/operations.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';
import { TOOLS } from '../scenarios.js';

type ChatOperation = Extract<Operation, 'chat' | 'chat.stream'>;

const ALWAYS = { emulate: 'always' } as const;

const CALL = { id: 'conform01', name: 'get_weather', arguments: '{"city":"conformance-city"}' };

/** A history with the call of a tool and its result. */
const HISTORY: readonly Message[] = [
  { role: 'user', content: PROMPT },
  { role: 'assistant', toolCalls: [CALL] },
  { role: 'tool', toolCallId: CALL.id, content: 'conformance-result' },
];

/** Keys of bodies that carry tools, their choice or their calls. */
const TOOL_KEYS = new Set(['tools', 'functions', 'tool_choice', 'parallel_tool_calls', 'tool_calls', 'tool_call_id']);

/** Returns the fields of a JSON value that belong to tools. */
function toolFields(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(toolFields);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(TOOL_KEYS.has(key) || (key === 'role' && item === 'tool') ? [key] : []),
    ...toolFields(item),
  ]);
}

/** Throws unless requests contain these words, and no tools in the format of the server. */
function checkSent(operation: ChatOperation, sent: readonly FakeRequest[], words: readonly string[]): void {
  const body = sent.map((request) => request.body ?? '').join(' ');
  const lost = words.filter((word) => !body.includes(word));
  ensure(
    lost.length === 0,
    `${operation}: with emulated tools, the request must contain ${words.join(', ')}; it lacks ${lost.join(', ')}. Send the messages and "responseFormat" of the request that the provider receives.`,
  );
  const fields = sent.flatMap(({ json }) => toolFields(json));
  ensure(
    fields.length === 0,
    `${operation}: with emulated tools, the request must have no tools in the format of the server; it has ${[...new Set(fields)].join(', ')}. Send only what the request that the provider receives contains.`,
  );
}

/** Creates the cases of emulated tools: they are sent as text and a JSON Schema, or refused on a route that lacks `jsonSchema`. */
export function* emulatedToolCases(plan: RoutePlan, operation: ChatOperation): Generator<Case> {
  const request = { tools: TOOLS, toolChoice: 'required', parallelToolCalls: true } as const;
  if (plan.supportOf('jsonSchema') === 'no') {
    yield plan.case(`${operation}: emulated tools are refused before anything is sent`, 'hold', (harness) =>
      checkRefusal(plan, harness, 'jsonSchema', (options) =>
        call(harness.client, operation, { ...options, ...ALWAYS }, request),
      ),
    );
    return;
  }
  const response = plan.responseOf(operation);
  if (response === undefined) return;
  const sentWith = (name: string, more: Partial<ChatRequest>, words: readonly string[]): Case =>
    plan.case(`${operation}: ${name}`, fakeResponseOf(response), async (harness) => {
      const sent = await plan.requestsOf(harness, operation, { ...request, ...more }, ALWAYS);
      checkSent(operation, sent, words);
    });
  const names = TOOLS.map((tool) => tool.name);
  yield sentWith('emulated tools are sent as text', {}, [PROMPT, ...names]);
  if (plan.supportOf('assistantMessages') === 'no') return;
  yield sentWith('the history of emulated tools is sent as text', { messages: HISTORY }, [
    PROMPT,
    ...names,
    'conformance-city',
    'conformance-result',
  ]);
}
