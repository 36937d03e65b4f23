import type { Instance } from '../shared/models/instance.js';
import { queryValue } from '../shared/server/exchange.js';
import type { Endpoint } from '../shared/server/exchange.js';
import { BUILD_INFO } from './completion-fields.js';
import type { LlamaContext } from './llama-context.js';
import { openModel } from './open-model.js';
import { sendReply } from './send-reply.js';

/** GET /health and /v1/health. */
export const health: Endpoint = ({ sink }) => sendReply(sink, 200, { status: 'ok' });

/** GET /props: the properties of a router, of one of its models with `?model=`, or of a single-model server. */
export function props(context: LlamaContext): Endpoint {
  return async (exchange) => {
    const name = queryValue(exchange, 'model');
    if (context.router && name === '') return sendReply(exchange.sink, 200, encodeRouter(context));
    const instance = await openModel(context, exchange, name);
    return sendReply(exchange.sink, 200, encodeServer(context, instance));
  };
}

/** GET /slots: the state of each generation slot. */
export function slots(context: LlamaContext): Endpoint {
  return async (exchange) => {
    const { config, users } = await openModel(context, exchange, queryValue(exchange, 'model'));
    const all = Array.from({ length: context.registry.settings.parallel }, (_value, id) => ({
      id,
      n_ctx: config.contextLength,
      speculative: false,
      is_processing: id < users,
    }));
    await sendReply(exchange.sink, 200, all);
  };
}

function encodeRouter({ registry }: LlamaContext): object {
  return {
    role: 'router',
    // Zero means unlimited.
    max_instances: 0,
    models_autoload: registry.settings.jit,
    model_alias: 'llama-server',
    model_path: 'none',
    default_generation_settings: { params: null, n_ctx: 0 },
    ui_settings: {},
    build_info: BUILD_INFO,
    cors_proxy_enabled: false,
  };
}

function encodeServer({ registry }: LlamaContext, { model, config }: Instance): object {
  const tools = model.toolUse;
  return {
    default_generation_settings: {
      params: {
        seed: 4_294_967_295,
        temperature: 0.8,
        top_k: 40,
        top_p: 0.95,
        min_p: 0.05,
        max_tokens: -1,
        stream: false,
      },
      n_ctx: config.contextLength,
    },
    total_slots: registry.settings.parallel,
    model_alias: model.id,
    model_ftype: model.quantization?.name ?? '',
    model_path: `/models/${model.displayName}.gguf`,
    modalities: { vision: model.vision, video: false, audio: false },
    media_marker: '<__media__>',
    endpoint_slots: true,
    endpoint_props: false,
    endpoint_metrics: false,
    ui: true,
    ui_settings: {},
    chat_template: "{% for message in messages %}{{ message['content'] }}{% endfor %}",
    chat_template_caps: {
      supports_object_arguments: tools,
      supports_parallel_tool_calls: tools,
      supports_preserve_reasoning: false,
      supports_reasoning_effort: false,
      supports_string_content: true,
      supports_system_role: true,
      supports_tool_calls: tools,
      supports_tools: tools,
      supports_typed_content: model.vision,
    },
    bos_token: '<|im_start|>',
    eos_token: '<|im_end|>',
    build_info: BUILD_INFO,
    is_sleeping: false,
    cors_proxy_enabled: false,
  };
}
