import type { ChatRequest, WithModel } from '../../../src/provider/index.js';
import type { StreamEvent } from '../../../src/provider/streams/index.js';
import { GOOD_PARTS } from '../good-provider/provider-parts.js';
import { mapEvents, withEvents, withMethods, withParts, type BadProviders } from './bad-provider.js';

type AssistantMessage = Extract<ChatRequest['messages'][number], { role: 'assistant' }>;

/** Encodes a request with its assistant messages changed. */
function withAssistant(change: (message: AssistantMessage) => object) {
  return ({ messages, ...request }: WithModel<ChatRequest>): Record<string, unknown> => ({
    ...GOOD_PARTS.encodeChat({ ...request, messages: [] }),
    messages: messages.map((message) => (message.role === 'assistant' ? change(message) : message)),
  });
}

/** Changes the message of the response at the end of a stream. */
function withMessage(change: (message: AssistantMessage) => AssistantMessage) {
  return withEvents(
    mapEvents((event): StreamEvent[] => {
      if (event.type !== 'finish') return [event];
      return [{ ...event, response: { ...event.response, message: change(event.response.message) } }];
    }),
  );
}

/** Provider without mistakes but for state that it keeps in memory instead of in the message. */
function remembersMessages() {
  const known = new WeakSet<object>();
  return withMethods((good) => ({
    chat: async (request, call) => {
      const messages = request.messages.map((message) =>
        known.has(message) ? { ...message, state: 'signature' } : message,
      );
      const response = await good.chat({ ...request, messages }, call);
      known.add(response.message);
      return response;
    },
  }));
}

/** Mistakes in `response.message`, and in requests that contain it. */
export const BAD_MESSAGES: BadProviders = {
  'returns no message': {
    factory: withMethods((good) => ({
      chat: async (request, call) => ({ ...(await good.chat(request, call)), message: undefined as never }),
    })),
    failingCase: "chat: matches the server's response",
    message: /"message" must be the response as an assistant message; received undefined/,
  },
  'returns a message without the text': {
    factory: withMessage((message) => ({ ...message, content: '' })),
    failingCase: "chat.stream (response 1): matches the server's response, with events in a valid order",
    message: /"message\.content"/,
  },
  'returns a message without the tool calls': {
    factory: withMessage((message) => ({ ...message, toolCalls: undefined })),
    failingCase: "chat.stream/tools: matches the server's response, with events in a valid order",
    message: /"message\.toolCalls"/,
  },
  'returns a message without the reasoning': {
    factory: withMessage((message) => ({ ...message, reasoning: undefined })),
    failingCase: "chat.stream/reasoning: matches the server's response, with events in a valid order",
    message: /"message\.reasoning"/,
    onlyFailure: true,
  },
  'does not send the tool calls of earlier messages': {
    factory: withParts({ encodeChat: withAssistant((message) => ({ ...message, toolCalls: undefined })) }),
    failingCase: 'chat/tools: response.message can be sent back',
    message: /does not contain Zürich, Asia\/Tokyo/,
  },
  'does not send the text of earlier messages': {
    factory: withParts({ encodeChat: withAssistant((message) => ({ ...message, content: '' })) }),
    failingCase: 'chat.stream/reasoning: response.message can be sent back',
    message: /does not contain Grüße/,
  },
  'does not send the images of tool results': {
    factory: withParts({
      encodeChat: ({ messages, ...request }) => ({
        ...GOOD_PARTS.encodeChat({ ...request, messages: [] }),
        messages: messages.map((message) =>
          message.role === 'tool' && typeof message.content === 'object'
            ? { ...message, content: message.content.filter(({ type }) => type === 'text') }
            : message,
        ),
      }),
    }),
    failingCase: 'chat: sends an image in a tool result',
    message: /does not contain iVBORw0KGgo\S+\. Send both/,
  },
  'keeps the state of a message in memory': {
    factory: remembersMessages(),
    failingCase: 'chat: response.message can be sent back',
    message: /stored as JSON is sent differently/,
  },
};
