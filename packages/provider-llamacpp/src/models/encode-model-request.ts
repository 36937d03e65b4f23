import type { DownloadRequest, LoadRequest, Warning, WithModel } from '@lmux/core/provider';
import { contextLengthOf } from './context-length.js';
import type { LlamaCppModel, LlamaCppModelRequest } from './wire.js';

const SETTINGS = ['contextLength', 'evalBatchSize', 'flashAttention', 'numExperts', 'offloadKvCacheToGpu'] as const;

/** Encodes a load request without settings, which a router reads from the model's preset. */
export function encodeLoad({ model, extra }: WithModel<LoadRequest>): LlamaCppModelRequest {
  return { model, ...extra };
}

/** Returns warnings about load settings, which a router does not support. There is none for a context length that the model already has. */
export function settingWarnings(request: LoadRequest, entry: LlamaCppModel): Warning[] {
  return SETTINGS.filter((setting) => request[setting] !== undefined)
    .filter((setting) => setting !== 'contextLength' || contextLengthOf(entry) !== request.contextLength)
    .map((setting) => ({
      code: 'feature_dropped',
      feature: setting,
      message: `"${setting}" was not sent, because a llama-server router loads a model with the settings of its preset. Set it in the preset file (--models-preset).`,
    }));
}

const HUB = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\//i;

/** Encodes a download as `owner/repo:QUANT`. The model may also be given as a Hugging Face URL. */
export function encodeDownload({ model, quantization, extra }: WithModel<DownloadRequest>): LlamaCppModelRequest {
  // Linear, because a match cannot begin within a run of slashes.
  const name = model.replace(HUB, '').replace(/(?<!\/)\/+$/, '');
  return { model: quantization === undefined || name.includes(':') ? name : `${name}:${quantization}`, ...extra };
}

/** True if a model name of the server is the requested download. If the request has no quantization, the server chooses one. */
export function isDownloadOf(name: string, requested: string): boolean {
  const [got, wanted] = [name.toLowerCase(), requested.toLowerCase()];
  return got === wanted || got.startsWith(`${wanted}:`);
}
