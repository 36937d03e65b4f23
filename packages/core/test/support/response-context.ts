import type { ResponseContext } from '../../src/decode/body-decoder.js';
import {
  apiErrorFromJson,
  apiErrorFromText,
  showText,
  type ExchangeDetails,
} from '../../src/errors/create-api-error.js';

const EXCHANGE: ExchangeDetails = {
  provider: 'p',
  method: 'POST',
  url: 'http://host/chat',
  status: 200,
  headers: {},
  attempt: 1,
  requestBody: undefined,
  requestHeaders: {},
  wallNowMs: 0,
  rules: [],
};

/** Creates the context of a decoder, with limits of 1 MB each unless they are changed. */
export function responseContext(mediaType: string, limits: Partial<ResponseContext['limits']> = {}): ResponseContext {
  return {
    mediaType,
    limits: { maxBodyBytes: 1_000_000, maxStreamBytes: 1e9, maxEventBytes: 1_000_000, ...limits },
    apiError: (body) => apiErrorFromJson(EXCHANGE, body),
    apiErrorFromText: (body) => apiErrorFromText(EXCHANGE, body),
    showText: (text) => showText(EXCHANGE, text),
  };
}
