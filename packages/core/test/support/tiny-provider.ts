import {
  createHttpClient,
  defineProvider,
  wireOptionsOf,
  type CapabilityMatrix,
  type ChatResponse,
} from '../../src/provider/index.js';
import type { IncomingJson } from '../../src/contract/json.js';
import { ChatEventWriter, decodeSource, SseJsonDecoder, type StreamDecoder } from '../../src/provider/streams/index.js';
import { ABLE_ROUTE } from '../../src/testing/index.js';

const no = 'no';

const capabilities = {
  provider: 'tiny',
  routes: {
    only: {
      ...ABLE_ROUTE,
      completion: no,
      'completion.stream': no,
      embedding: no,
      'models.list': no,
      'models.running': no,
      'models.load': no,
      'models.unload': no,
      'models.download': no,
      'models.downloadStatus': no,
      'models.describe': no,
      'models.delete': no,
      'tokens.count': no,
      seed: no,
    },
  },
} as const satisfies CapabilityMatrix;

/**
 * A small provider that uses only the entry points for provider authors. Its stream consists of `{"w":"word"}` events
 * up to `END`.
 */
export const tiny = defineProvider({
  id: 'tiny',
  capabilities,
  create(context) {
    const { generateId } = context;
    const { http, close } = createHttpClient(wireOptionsOf(context), {
      provider: 'tiny',
      defaultBaseUrl: 'http://tiny',
    });
    return {
      close,
      async chat(request, { route, warnings, options }) {
        const { body } = await http.requestJson({ method: 'POST', path: '/chat', body: request, options });
        const text = String((body as IncomingJson).text);
        const response: ChatResponse = {
          model: request.model,
          route,
          text,
          message: { role: 'assistant', content: text },
          toolCalls: [],
          toolResults: [],
          finishReason: { unified: 'stop', raw: undefined },
          warnings,
          raw: body,
        };
        return response;
      },
      chatStream(request, { route, warnings, options }) {
        const words = http.requestStream<string>(
          { method: 'POST', path: '/chat', body: request, options },
          (emit, response) =>
            new SseJsonDecoder(
              {
                sentinel: 'END',
                event: (json: IncomingJson) => emit(String(json.w)),
                response: (json: IncomingJson) => emit(String(json.text)),
                isComplete: () => false,
              },
              response,
            ),
        );
        return decodeSource(words, (emit): StreamDecoder<string> => {
          const writer = new ChatEventWriter({ emit, model: request.model, route, warnings, generateId });
          return {
            push: (word) => writer.text(word),
            end: () => writer.finish(),
            partial: () => writer.partial(),
          };
        });
      },
    };
  },
});
