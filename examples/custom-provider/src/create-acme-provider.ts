import { createHttpClient, LmError, wireOptionsOf } from '@lmux/core/provider';
import type { Provider, ProviderCall, ProviderContext, ServerTraits } from '@lmux/core/provider';
import { decodeSource, decodeWhole, type StreamEvent } from '@lmux/core/provider/streams';
import { ChatDecoder } from './chat-decoder.ts';
import { encodeChat } from './encode-chat.ts';
import { LineDecoder } from './line-decoder.ts';
import type { AcmeCatalog, AcmeLine } from './wire.ts';

/** Describes Acme servers. The rules classify their error codes. Other errors are classified by the status. */
const ACME: ServerTraits = {
  provider: 'acme',
  defaultBaseUrl: 'http://localhost:7070',
  errorRules: [
    { code: /^no_such_model$/, is: 'model_not_found' },
    { code: /^too_long$/, is: 'context_overflow' },
  ],
};

/** Creates the error for a response of another server or path. */
function unexpected(): LmError {
  return new LmError('unexpected_response', 'The response is not from an Acme server. Check "baseUrl".');
}

/** Creates the provider for one Acme server. This is the only file that uses the network. */
export function createAcmeProvider(context: ProviderContext): Provider {
  const { http, close } = createHttpClient(wireOptionsOf(context), ACME);
  const { generateId } = context;
  const decoderFor =
    (model: string, { route, warnings, options: { collect } }: ProviderCall) =>
    (emit: (event: StreamEvent) => void) =>
      new ChatDecoder({ emit, model, route, warnings, collect, generateId });
  return {
    async chat(request, call) {
      const body = encodeChat(request, false);
      const response = await http.requestJson({ method: 'POST', path: '/generate', body, options: call.options });
      const line = response.body as AcmeLine;
      if (line.end === undefined) throw unexpected();
      return decodeWhole([line], decoderFor(request.model, call));
    },

    chatStream(request, call) {
      const lines = http.requestStream<AcmeLine>(
        { method: 'POST', path: '/generate', body: encodeChat(request, true), options: call.options },
        (emit, responseContext) => new LineDecoder(emit, responseContext),
      );
      return decodeSource(lines, decoderFor(request.model, call));
    },

    async listModels({ options }) {
      const { body } = await http.requestJson({ method: 'GET', path: '/catalog', options });
      const { models } = body as Partial<AcmeCatalog>;
      if (models === undefined) throw unexpected();
      const unknown = { loaded: undefined, instances: [], capabilities: {} };
      return models.map((raw) => ({ ...unknown, id: raw.name, type: raw.kind === 'chat' ? 'llm' : 'unknown', raw }));
    },

    close,
  };
}
