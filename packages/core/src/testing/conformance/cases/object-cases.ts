import type { Operation } from '../../../contract/capability.js';
import { isObjectError } from '../../../errors/guards.js';
import { generateObject } from '../../../objects/generate-object.js';
import type { ObjectMode } from '../../../objects/object-request.js';
import { streamObject } from '../../../objects/stream-object.js';
import { conformanceValues } from '../conformance-values.js';
import { ensure, equal, shown, SPLIT_HINT } from '../checks/assert.js';
import { byteByByte } from '../harness/byte-splits.js';
import { settle } from '../harness/event-loop.js';
import type { Harness } from '../harness/harness.js';
import { PROMPT } from '../harness/operations.js';
import { bytesOf, fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

type ChatOperation = Extract<Operation, 'chat' | 'chat.stream'>;

const { model, text, toolCalls } = conformanceValues;
const [{ input }] = toolCalls;

const REQUEST = {
  model,
  messages: [{ role: 'user', content: PROMPT }],
  name: 'get_weather',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
  validate: (value: unknown) => ({ value }),
} as const;

/** What was received of an object. */
interface ReceivedObject {
  readonly object: unknown;
  readonly partials: readonly unknown[];
}

/** Asks for an object, as a stream or not. */
async function receive(
  plan: RoutePlan,
  { client }: Harness,
  operation: ChatOperation,
  mode: ObjectMode,
): Promise<ReceivedObject> {
  const options = { ...plan.callOptions(), mode, maxRepairs: 0 };
  if (operation === 'chat') {
    const { object } = await settle(generateObject(client, REQUEST, options), 'The call');
    return { object, partials: [object] };
  }
  const partials: unknown[] = [];
  const stream = streamObject(client, REQUEST, options);
  const read = async (): Promise<unknown> => {
    for await (const partial of stream.partials()) partials.push(partial);
    return stream.object();
  };
  return { object: await settle(read(), 'The stream'), partials };
}

/** Creates the case of a text that is not the object. The provider returns it, and `generateObject` judges it. */
function* textCases(plan: RoutePlan, operation: ChatOperation): Generator<Case> {
  const response = plan.responseOf(operation);
  const isChanged = (response?.expect as { readonly text?: string } | undefined)?.text !== undefined;
  if (response === undefined || isChanged || plan.supportOf('jsonSchema') === 'no') return;
  const name = `${operation}: a text that is not the requested object fails with object_invalid`;
  yield plan.case(name, fakeResponseOf(response), async (harness) => {
    const error = await receive(plan, harness, operation, 'jsonSchema').catch((reason: unknown) => reason);
    ensure(
      isObjectError(error) && error.code === 'object_invalid' && error.raw === text,
      `${operation}: a request for an object must fail with "object_invalid", whose "raw" is the text of the model; received ${shown(error)}. Return the text as it is, also if the request has a "responseFormat".`,
    );
  });
}

/** Creates the case of an object that is the arguments of a tool. */
function* toolCases(plan: RoutePlan, operation: ChatOperation): Generator<Case> {
  const [response] = plan.responsesOf(`${operation}/tools`);
  const isChanged = (response?.expect as { readonly toolCalls?: unknown } | undefined)?.toolCalls !== undefined;
  const isDenied = plan.supportOf('tools') === 'no' || plan.supportOf('toolChoice') === 'no';
  if (response === undefined || isChanged || isDenied) return;
  yield plan.case(`${operation}/tools: the arguments of a call are a typed object`, 'hold', async (harness) => {
    const bytes = bytesOf(response);
    for (const body of [[bytes], byteByByte(bytes)]) {
      harness.respondWith(fakeResponseOf(response, { body }));
      const { object, partials } = await receive(plan, harness, operation, 'tool');
      equal(object, input, `The object of ${operation}/tools`, SPLIT_HINT);
      equal(partials.at(-1), input, `The last partial object of ${operation}/tools`, SPLIT_HINT);
    }
  });
}

/** Creates the cases of typed objects, for routes that support JSON Schema or tools. */
export function* objectCases(plan: RoutePlan, operation: ChatOperation): Generator<Case> {
  yield* textCases(plan, operation);
  yield* toolCases(plan, operation);
}
