import type { Provider, ProviderContext } from '@lmux/core/provider';
import { GENERAL_DIALECT, type Dialect } from './encode/dialect.js';
import { OPENAI_BASE_URL, openHttp } from './open-http.js';
import { readOpenAIOptions } from './openai-options.js';
import { createOpenAIRoute } from './openai-route.js';

/** OpenAI's newer models refuse `max_tokens`; of the other servers few know its newer name. */
function maxTokensFieldOf(baseUrl: string): Dialect['maxTokensField'] {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
  return /(?:^|\.)api\.openai\.com$/.test(host) ? 'max_completion_tokens' : 'max_tokens';
}

/** The provider for one endpoint of OpenAI's format. */
export function createOpenAIProvider({
  config,
  transport,
  clock,
  logger,
  retryPolicy,
  generateId,
}: ProviderContext): Provider {
  const { baseUrl = OPENAI_BASE_URL, apiToken, headers, timeout, timeouts, maxConcurrent, limits } = config;
  const options = readOpenAIOptions(config.options);
  const wire = openHttp({
    baseUrl,
    apiPath: options.apiPath,
    apiTokenHeader: options.apiTokenHeader,
    apiToken,
    headers,
    timeout,
    timeouts,
    maxConcurrent,
    limits,
    transport,
    clock,
    logger,
    retryPolicy,
  });
  const dialect = { ...GENERAL_DIALECT, maxTokensField: options.maxTokensField ?? maxTokensFieldOf(baseUrl) };
  const { includeUsage = true } = options;
  return {
    ...createOpenAIRoute({ http: wire.http, dialect, includeUsage, generateId }),
    close: () => wire.close(),
  };
}
