import type { DownloadRequest, WithModel } from '@lmux/core/provider';
import type { LlamaCppModelRequest } from './wire.js';

const HUB = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\//i;

/** A download in the wire's words: `owner/repo:QUANT`, also where the model is named by its address at Hugging Face. */
export function encodeDownload({ model, quantization, extra }: WithModel<DownloadRequest>): LlamaCppModelRequest {
  const name = model.replace(HUB, '').replace(/\/+$/, '');
  return { model: quantization === undefined || name.includes(':') ? name : `${name}:${quantization}`, ...extra };
}

/** Whether a model that the server names is the one that was asked for: without a quantization, it chooses one. */
export function isDownloadOf(name: string, asked: string): boolean {
  const [got, wanted] = [name.toLowerCase(), asked.toLowerCase()];
  return got === wanted || got.startsWith(`${wanted}:`);
}
