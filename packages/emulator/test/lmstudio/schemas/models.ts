import { AMOUNT, COUNT, FLAG, listOf, nullable, oneOf, shape, TEXT } from '../../support/schema-shapes.js';
import type { Schema } from '../../support/schema-shapes.js';

/** Settings of an instance. `reasoning_budget_message` is undocumented, but was observed. */
const CONFIG: Schema = shape(
  { context_length: COUNT },
  {
    eval_batch_size: COUNT,
    parallel: COUNT,
    flash_attention: FLAG,
    num_experts: COUNT,
    offload_kv_cache_to_gpu: FLAG,
    reasoning_budget_message: TEXT,
  },
);

/** An entry of `loaded_instances`. The time to live was observed on instances loaded just in time. */
const INSTANCE: Schema = shape({ id: TEXT, config: CONFIG }, { remaining_ttl_seconds: COUNT });

const ALWAYS = {
  publisher: TEXT,
  key: TEXT,
  display_name: TEXT,
  quantization: nullable(shape({ name: nullable(TEXT), bits_per_weight: nullable(AMOUNT) })),
  size_bytes: COUNT,
  params_string: nullable(TEXT),
  loaded_instances: listOf(INSTANCE),
  max_context_length: COUNT,
  // `splash` is undocumented, but was observed.
  format: nullable(oneOf('gguf', 'mlx', 'splash')),
};

const CAPABILITIES: Schema = shape(
  { vision: FLAG, trained_for_tool_use: FLAG },
  { reasoning: shape({ allowed_options: listOf(TEXT), default: TEXT }) },
);

const LLM: Schema = shape(
  {
    type: oneOf('llm'),
    ...ALWAYS,
    architecture: nullable(TEXT),
    capabilities: CAPABILITIES,
    description: nullable(TEXT),
  },
  { variants: listOf(TEXT), selected_variant: TEXT },
);

/** An embedding model does not have `architecture`, `capabilities` and `description`. */
const EMBEDDING: Schema = shape(
  { type: oneOf('embedding'), ...ALWAYS },
  { variants: listOf(TEXT), selected_variant: TEXT },
);

/** The response of GET /api/v1/models. */
export const MODEL_LIST: Schema = shape({ models: listOf({ anyOf: [LLM, EMBEDDING] }) });

/** The response of POST /api/v1/models/load. */
export const LOAD_REPLY: Schema = shape(
  { type: oneOf('llm', 'embedding'), instance_id: TEXT, load_time_seconds: AMOUNT, status: oneOf('loaded') },
  { load_config: CONFIG },
);

/** The response of POST /api/v1/models/unload. */
export const UNLOAD_REPLY: Schema = shape({ instance_id: TEXT });
