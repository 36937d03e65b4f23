import { createHttpClient, LmError, wireOptionsOf } from '@lmux/core/provider';
import type { Provider, ProviderCall, ProviderContext, ServerTraits } from '@lmux/core/provider';
import { decodeSource, decodeWhole, type StreamEvent } from '@lmux/core/provider/streams';
import { ChatDecoder } from './chat-decoder.ts';
import { encodeChat } from './encode-chat.ts';
import { LineDecoder } from './line-decoder.ts';
import type { AcmeCatalog, AcmeLine } from './wire.ts';

/** Acme's servers. Their own error codes have rules; everything else is told by the status. */
const ACME: ServerTraits = {
  provider: 'acme',
  defaultBaseUrl: 'http://localhost:7070',
  errorRules: [
    { code: /^no_such_model$/, is: 'model_not_found' },
    { code: /^too_long$/, is: 'context_overflow' },
  ],
};

/** An answer that is none: another server, or another path. */
function unexpected(): LmError {
  return new LmError('unexpected_response', 'The server does not answer as Acme does. Check baseUrl.');
}

/** The provider for one of Acme's servers: the only file that touches the network. */
export function createAcmeProvider(context: ProviderContext): Provider {
  const { http, close } = createHttpClient(wireOptionsOf(context), ACME);
  const { generateId } = context;
  const decoderFor =
    (model: string, { route, warnings }: ProviderCall) =>
    (emit: (event: StreamEvent) => void) =>
      new ChatDecoder({ emit, model, route, warnings, generateId });
  return {
    async chat(request, call) {
      const body = encodeChat(request, false);
      const answer = await http.requestJson({ method: 'POST', path: '/generate', body, options: call.options });
      const line = answer.body as AcmeLine;
      if (line.end === undefined) throw unexpected();
      return decodeWhole([line], decoderFor(request.model, call));
    },

    chatStream(request, call) {
      const lines = http.requestStream<AcmeLine>(
        { method: 'POST', path: '/generate', body: encodeChat(request, true), options: call.options },
        (emit, response) => new LineDecoder(emit, response),
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
