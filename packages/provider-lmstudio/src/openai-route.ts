import type { Dialect } from '@lmux/provider-openai/protocol';

/** What LM Studio takes on its routes of OpenAI's format: it refuses `json_object` and a tool choice that is an object. */
export const LM_STUDIO_DIALECT: Dialect = {
  maxTokensField: 'max_tokens',
  toolChoiceObjects: false,
  jsonObjectAsSchema: true,
  ttl: true,
};
