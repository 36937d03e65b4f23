import { wireOptionsOf, type Provider, type ProviderContext } from '@lmux/core/provider';
import { GENERAL_DIALECT, type Dialect } from './encode/dialect.js';
import { reasoningFieldsOf } from './encode/reasoning-fields.js';
import { toolImagesOf } from './encode/tool-images.js';
import { openHttp } from './open-http.js';
import { readOpenAIOptions, type OpenAIOptions } from './openai-options.js';
import { createOpenAIRoute } from './openai-route.js';

/** Returns the default field for the token limit. OpenAI's newer models reject `max_tokens`, but few other servers know the newer name. */
function maxTokensFieldOf(origin: string): Dialect['maxTokensField'] {
  return /[/.]api\.openai\.com(?::\d+)?$/.test(origin) ? 'max_completion_tokens' : 'max_tokens';
}

/** Returns the dialect for the options and the address of the server. */
function dialectOf({ maxTokensField, reasoningField, toolImages }: OpenAIOptions, origin: string): Dialect {
  return {
    ...GENERAL_DIALECT,
    maxTokensField: maxTokensField ?? maxTokensFieldOf(origin),
    toolImages: toolImages ?? toolImagesOf(origin),
    ...(reasoningField === undefined
      ? reasoningFieldsOf(origin)
      : { reasoningField, reasoningState: reasoningField !== 'none' }),
  };
}

/** Creates the provider for a server with an OpenAI-compatible API. */
export function createOpenAIProvider(context: ProviderContext): Provider {
  const { config, generateId } = context;
  const options = readOpenAIOptions(config.options);
  const { apiPath, apiTokenHeader, includeUsage = true } = options;
  const wire = openHttp({ ...wireOptionsOf(context), apiPath, apiTokenHeader });
  const { origin } = wire.baseUrl;
  const dialect = dialectOf(options, origin);
  const server = { provider: config.provider, origin };
  return {
    ...createOpenAIRoute({ http: wire.http, dialect, includeUsage, generateId, server }),
    close: () => wire.close(),
  };
}
