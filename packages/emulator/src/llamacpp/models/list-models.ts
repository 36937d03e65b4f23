import type { Endpoint } from '../../shared/server/exchange.js';
import type { LlamaContext } from '../llama-context.js';
import { sendReply } from '../send-reply.js';
import { encodeEntry, encodeInfo } from './encode-model.js';

/** GET /models and /v1/models of a router: installed models with their status, and models being downloaded. */
export function listModels({ registry, processes, downloads, nowMs }: LlamaContext): Endpoint {
  return async ({ sink }) => {
    const now = nowMs();
    const data = registry.models.map((model) => {
      const [instance] = registry.instancesOf(model);
      return encodeEntry(model, processes.status(model), instance?.config.contextLength, now);
    });
    const coming = downloads.running
      .filter(({ model }) => registry.model(model.id) === undefined)
      .map(({ model, progress }) => encodeEntry(model, { value: 'downloading', progress }, undefined, now));
    await sendReply(sink, 200, { data: [...data, ...coming], object: 'list' });
  };
}

/** The list of a single-model server, which also contains the model in Ollama's format. */
export function listServedModel({ registry, nowMs }: LlamaContext): Endpoint {
  return async ({ sink }) => {
    const served = registry.instances.map(({ model, config }) => encodeInfo(model, config.contextLength, nowMs()));
    const models = registry.instances.map(({ model }) => ({
      name: model.id,
      model: model.id,
      modified_at: '',
      size: '',
      digest: '',
      type: 'model',
      description: '',
      tags: [''],
      // Also for an embedding model.
      capabilities: ['completion', ...(model.vision ? ['multimodal'] : [])],
      parameters: '',
      details: {
        parent_model: '',
        format: 'gguf',
        family: '',
        families: [''],
        parameter_size: '',
        quantization_level: '',
      },
    }));
    await sendReply(sink, 200, { models, object: 'list', data: served });
  };
}
