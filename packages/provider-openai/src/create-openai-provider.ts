import { wireOptionsOf, type Provider, type ProviderContext } from '@lmux/core/provider';
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
export function createOpenAIProvider(context: ProviderContext): Provider {
  const { config, generateId } = context;
  const { baseUrl = OPENAI_BASE_URL } = config;
  const options = readOpenAIOptions(config.options);
  const { apiPath, apiTokenHeader } = options;
  const wire = openHttp({ ...wireOptionsOf(context), baseUrl, apiPath, apiTokenHeader });
  const dialect = { ...GENERAL_DIALECT, maxTokensField: options.maxTokensField ?? maxTokensFieldOf(baseUrl) };
  const { includeUsage = true } = options;
  return {
    ...createOpenAIRoute({ http: wire.http, dialect, includeUsage, generateId }),
    close: () => wire.close(),
  };
}
