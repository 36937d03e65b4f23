import { sendCompactJson } from '../../shared/http/send-text.js';
import { parameterCount } from '../../shared/models/model.js';
import type { Model } from '../../shared/models/model.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { digestOf } from '../model-digest.js';
import { requireModel, withTag } from '../model-name.js';
import type { OllamaContext } from '../ollama-context.js';
import { badRequest, readBody, readText } from '../read-body.js';
import { architectureOf, encodeDetails } from './encode-details.js';

const TEMPLATE =
  '{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}<|im_start|>assistant\n';

/** POST /api/show. */
export function showModel({ registry, since }: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    // Ollama still accepts `name`, the older name of the field.
    const name = readText(body, 'model') ?? readText(body, 'name') ?? '';
    if (name === '') throw badRequest('model is required');
    const model = requireModel(registry, name);
    exchange.notes.model = model.id;
    await sendCompactJson(exchange.sink, 200, {
      modelfile: `# Modelfile of ${withTag(model.id)}\nFROM sha256-${digestOf(model)}\nTEMPLATE "${TEMPLATE}"\n`,
      parameters: 'stop                           "<|im_end|>"',
      template: TEMPLATE,
      details: encodeDetails(model),
      model_info: encodeInfo(model),
      tensors: [{ name: 'token_embd.weight', type: 'Q4_K', shape: [model.dimensions, 32_000] }],
      capabilities: capabilitiesOf(model),
      modified_at: new Date(since).toISOString(),
    });
  };
}

function encodeInfo(model: Model): object {
  const family = architectureOf(model);
  return {
    'general.architecture': family,
    'general.basename': model.displayName,
    'general.file_type': 15,
    'general.parameter_count': parameterCount(model),
    'general.quantization_version': 2,
    'general.type': 'model',
    [`${family}.block_count`]: 32,
    [`${family}.context_length`]: model.contextLength,
    [`${family}.embedding_length`]: model.dimensions,
    // Null unless the request is `verbose`.
    'tokenizer.ggml.tokens': null,
  };
}

function capabilitiesOf({ type, toolUse, vision, reasoning }: Model): string[] {
  if (type === 'embedding') return ['embedding'];
  const can = { completion: true, tools: toolUse, vision, thinking: reasoning !== undefined };
  return Object.entries(can).flatMap(([name, able]) => (able ? [name] : []));
}
