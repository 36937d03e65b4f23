import { wireOptionsOf, type Provider, type ProviderContext } from '@lmux/core/provider';
import { GENERAL_DIALECT, type Dialect } from './encode/dialect.js';
import { openHttp } from './open-http.js';
import { readOpenAIOptions } from './openai-options.js';
import { createOpenAIRoute } from './openai-route.js';

/** Returns the default field for the token limit. OpenAI's newer models reject `max_tokens`, but few other servers know the newer name. */
function maxTokensFieldOf(origin: string): Dialect['maxTokensField'] {
  return /[/.]api\.openai\.com(?::\d+)?$/.test(origin) ? 'max_completion_tokens' : 'max_tokens';
}

/** Creates the provider for a server with an OpenAI-compatible API. */
export function createOpenAIProvider(context: ProviderContext): Provider {
  const { config, generateId } = context;
  const options = readOpenAIOptions(config.options);
  const { apiPath, apiTokenHeader } = options;
  const wire = openHttp({ ...wireOptionsOf(context), apiPath, apiTokenHeader });
  const maxTokensField = options.maxTokensField ?? maxTokensFieldOf(wire.baseUrl.origin);
  const dialect = { ...GENERAL_DIALECT, maxTokensField };
  const { includeUsage = true } = options;
  return {
    ...createOpenAIRoute({ http: wire.http, dialect, includeUsage, generateId }),
    close: () => wire.close(),
  };
}
