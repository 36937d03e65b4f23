import type { DownloadRequest, LoadRequest, Warning, WithModel } from '@lmux/core/provider';
import type { LlamaCppModel, LlamaCppModelRequest } from './wire.js';

const SETTINGS = ['contextLength', 'evalBatchSize', 'flashAttention', 'numExperts', 'offloadKvCacheToGpu'] as const;

/** A load in the wire's words: a router takes the settings from the model's preset. */
export function encodeLoad({ model, extra }: WithModel<LoadRequest>): LlamaCppModelRequest {
  return { model, ...extra };
}

/** Warns of settings that a load cannot have here, but for a length of context that the model has anyway. */
export function settingWarnings(request: LoadRequest, { meta }: LlamaCppModel): Warning[] {
  return SETTINGS.filter((setting) => request[setting] !== undefined)
    .filter((setting) => setting !== 'contextLength' || meta?.n_ctx !== request.contextLength)
    .map((setting) => ({
      code: 'feature_dropped',
      feature: setting,
      message: `${setting} was not sent: a router of llama-server loads a model with the settings of its preset.`,
    }));
}

const HUB = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\//i;

/** A download in the wire's words: `owner/repo:QUANT`, also where the model is named by its address at Hugging Face. */
export function encodeDownload({ model, quantization, extra }: WithModel<DownloadRequest>): LlamaCppModelRequest {
  const name = model.replace(HUB, '').replace(/\/+$/, '');
  return { model: quantization === undefined || name.includes(':') ? name : `${name}:${quantization}`, ...extra };
}

/** Whether a model that the server names is the requested one: without a quantization, it chooses one. */
export function isDownloadOf(name: string, requested: string): boolean {
  const [got, wanted] = [name.toLowerCase(), requested.toLowerCase()];
  return got === wanted || got.startsWith(`${wanted}:`);
}
