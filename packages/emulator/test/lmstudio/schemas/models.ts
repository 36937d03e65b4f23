import { AMOUNT, COUNT, FLAG, listOf, nullable, oneOf, shape, TEXT } from '../../support/schema-shapes.js';
import type { Schema } from '../../support/schema-shapes.js';

/** Settings of an instance. `reasoning_budget_message` is in no document, but was captured. */
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

/** An entry of `loaded_instances`. The time to live was captured, of instances loaded just in time. */
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
  // The third is in no document, but was captured.
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

/** Without architecture, capabilities and description. */
const EMBEDDING: Schema = shape(
  { type: oneOf('embedding'), ...ALWAYS },
  { variants: listOf(TEXT), selected_variant: TEXT },
);

/** GET /api/v1/models. Section 1.2 of the spec. */
export const MODEL_LIST: Schema = shape({ models: listOf({ anyOf: [LLM, EMBEDDING] }) });

/** POST /api/v1/models/load. Section 1.3. */
export const LOAD_REPLY: Schema = shape(
  { type: oneOf('llm', 'embedding'), instance_id: TEXT, load_time_seconds: AMOUNT, status: oneOf('loaded') },
  { load_config: CONFIG },
);

/** POST /api/v1/models/unload. Section 1.4. */
export const UNLOAD_REPLY: Schema = shape({ instance_id: TEXT });
