import type { ChatResponse } from '../../../src/index.js';
import type { PushSource, StreamEvent } from '../../../src/provider/streams/index.js';
import { GOOD_PARTS } from '../good-provider/provider-parts.js';
import { mapEvents, withEvents, withMethods, withParts, type BadProviders } from './bad-provider.js';

/** The case of the response that contains a refusal and citations. */
const REFUSAL_CASE = "chat.stream/refusal: matches the server's response, with events in a valid order";

/** Changes the response of a stream. */
function mapResponse(
  change: (response: ChatResponse) => ChatResponse,
): (source: PushSource<StreamEvent>) => PushSource<StreamEvent> {
  return mapEvents((event) => [event.type === 'finish' ? { ...event, response: change(event.response) } : event]);
}

/** Mistakes in refusals and in output for which the contract has no field. */
export const BAD_OUTPUTS: BadProviders = {
  'emits a refusal as text': {
    factory: withParts({
      write: (writer, { refuse, ...event }) =>
        GOOD_PARTS.write(writer, { ...event, ...(refuse !== undefined && { say: refuse }) }),
    }),
    failingCase: REFUSAL_CASE,
    message: /text must be ""; received "I won’t say that/,
  },
  'reports a refusal as a normal end': {
    factory: withEvents(mapResponse((response) => ({ ...response, finishReason: { unified: 'stop', raw: 'stop' } }))),
    failingCase: REFUSAL_CASE,
    message: /"finishReason\.unified" of a refusal must be "content-filter"; received "stop"/,
  },
  'does not end a refusal that it started': {
    factory: withEvents(mapEvents((event) => (event.type === 'refusal-end' ? [] : [event]))),
    failingCase: REFUSAL_CASE,
    message: /finishes while refusal is open/,
    onlyFailure: true,
  },
  'loses a piece of a refusal in the response': {
    factory: withEvents(mapResponse((response) => ({ ...response, ...(response.refusal && { refusal: 'I' }) }))),
    failingCase: REFUSAL_CASE,
    message: /has refusal "I won’t .*" in its events, but "I" in its response/,
    onlyFailure: true,
  },
  'loses the output of raw events in the response': {
    factory: withEvents(mapResponse((response) => ({ ...response, extra: undefined }))),
    failingCase: REFUSAL_CASE,
    message: /has raw output \["cites"\] in its events, but \[\] in its response/,
    onlyFailure: true,
  },
  'emits no raw events for output that the contract does not know': {
    factory: withEvents(mapEvents((event) => (event.type === 'raw' ? [] : [event]))),
    failingCase: REFUSAL_CASE,
    message: /has raw output \[\] in its events, but \["cites"\] in its response/,
    onlyFailure: true,
  },
  'emits raw output before the start': {
    factory: withEvents(
      mapEvents((event) => (event.type === 'start' ? [{ type: 'raw', value: { early: true } }, event] : [event])),
    ),
    failingCase: REFUSAL_CASE,
    message: /begins with "raw" instead of "start"/,
  },
  'emits raw output after the end': {
    factory: withEvents(
      mapEvents((event) => (event.type === 'finish' ? [event, { type: 'raw', value: { late: true } }] : [event])),
    ),
    failingCase: 'chat.stream: follows the provider contract',
    message: /emits "raw" after its finish event/,
  },
  'parses the text of a structured response itself': {
    factory: withMethods((good) => ({
      async chat(request, call) {
        const response = await good.chat(request, call);
        if (request.responseFormat?.type === 'json_schema') JSON.parse(response.text);
        return response;
      },
    })),
    failingCase: 'chat: a text that is not the requested object fails with object_invalid',
    message: /must fail with "object_invalid", whose "raw" is the text of the model; received LmError/,
  },
  'emits the arguments of a tool under the index of another': {
    factory: withEvents(mapEvents((event) => [event.type === 'tool-call-delta' ? { ...event, index: 1 } : event])),
    failingCase: 'chat.stream/tools: the arguments of a call are a typed object',
    message: /The last partial object of chat.stream\/tools: .*must be/,
  },
  'emits raw events without a value': {
    factory: withEvents(mapEvents((event) => (event.type === 'raw' ? [event, { type: 'raw', value: {} }] : [event]))),
    failingCase: REFUSAL_CASE,
    message: /has a "raw" event whose value is not an object with fields/,
    onlyFailure: true,
  },
};
