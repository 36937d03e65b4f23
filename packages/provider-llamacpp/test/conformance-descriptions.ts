import { conformanceValues, type RouteFixtures } from '@lmux/core/testing';
import type { PlainResponse } from './conformance-recordings.js';

const { model, models } = conformanceValues;

function entry(id: string, value: string): object {
  const status = { value, args: [], preset: '' };
  const meta = value === 'loaded' ? { n_ctx: 2048, n_ctx_train: 8192, n_params: 134_515_008, size: 96_576_768 } : {};
  return { id, aliases: [], object: 'model', status, ...(value === 'loaded' ? { meta } : {}) };
}

/** The list of models, all of which have a status. */
export function list(value: string): PlainResponse {
  return { json: { data: models.map(({ id }) => entry(id, value)), object: 'list' } };
}

/** The properties of a model that supports everything, since the suite sends every kind of chat. */
export const ABLE_PROPS = {
  default_generation_settings: { n_ctx: 2048 },
  modalities: { vision: true, video: false, audio: false },
  chat_template_caps: {
    supports_object_arguments: true,
    supports_reasoning_effort: true,
    supports_system_role: true,
    supports_tool_calls: true,
    supports_tools: true,
  },
};

/** The properties of a model that supports neither images nor tools. */
const UNABLE_PROPS = {
  ...ABLE_PROPS,
  modalities: { vision: false, video: false, audio: false },
  chat_template_caps: { supports_object_arguments: false, supports_tool_calls: false, supports_tools: false },
};

/** The response for both requests of a description: the list of models, and the properties of one. */
function described(props: object): PlainResponse {
  return { json: { ...(list('loaded').json as object), ...props } };
}

/** Descriptions of models. */
export const descriptions = {
  'models.describe': [
    {
      ...described(ABLE_PROPS),
      expect: {
        id: model,
        contextLength: 2048,
        maxContextLength: 8192,
        features: {
          imageInput: { value: true, source: 'server' },
          tools: { value: true, source: 'server' },
          reasoning: { value: true, source: 'server' },
          embedding: undefined,
        },
      },
    },
    { ...list('unloaded'), expect: { contextLength: undefined, features: { tools: undefined } } },
  ],
  'models.describe/lacks': described(UNABLE_PROPS),
  'models.describe/silent': described({ default_generation_settings: { n_ctx: 2048 } }),
} as const satisfies RouteFixtures;
