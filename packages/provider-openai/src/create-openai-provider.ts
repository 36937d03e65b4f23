import { wireOptionsOf, type BaseUrl, type Provider, type ProviderContext } from '@lmux/core/provider';
import { GENERAL_DIALECT, type Dialect } from './encode/dialect.js';
import { maxTokensFieldOf } from './encode/max-tokens-field.js';
import { reasoningFieldsOf } from './encode/reasoning-fields.js';
import { requiresStrictSchemas } from './encode/strict-hosts.js';
import { toolCallContentOf } from './encode/tool-call-content.js';
import { toolImagesOf } from './encode/tool-images.js';
import { ModelDescriber } from './models/describe-model.js';
import { openHttp } from './open-http.js';
import { readOpenAIOptions, type OpenAIOptions } from './openai-options.js';
import { createOpenAIRoute } from './openai-route.js';

/** Returns the dialect for the options and the address of the server. */
function dialectOf(options: OpenAIOptions, baseUrl: BaseUrl): Dialect {
  const { maxTokensField, toolCallContent, strictSchemas, reasoningField, toolImages } = options;
  const { origin } = baseUrl;
  return {
    ...GENERAL_DIALECT,
    maxTokensField: maxTokensField ?? maxTokensFieldOf(baseUrl),
    toolCallContent: toolCallContent ?? toolCallContentOf(origin),
    strictSchemas: strictSchemas ?? requiresStrictSchemas(origin),
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
  const dialect = dialectOf(options, wire.baseUrl);
  const server = { provider: config.provider, origin };
  const describer = new ModelDescriber(wire.http, origin);
  return {
    ...createOpenAIRoute({ http: wire.http, dialect, includeUsage, generateId, server }),
    describeModel: (model, call) =>
      call.isLookup ? describer.lookUp(model, call.options) : describer.describe(model, call.options),
    close: () => wire.close(),
  };
}
