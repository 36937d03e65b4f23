import type { DownloadRequest, LoadRequest, WithModel } from '@lmux/core/provider';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import type { DownloadModelRequest, LoadModelRequest } from './wire.js';

/** Encodes a load request. It requests the resulting configuration in the response, because the server may choose other settings. */
export function encodeLoad(request: WithModel<LoadRequest>): LoadModelRequest {
  return withoutUndefined({
    model: request.model,
    context_length: request.contextLength,
    eval_batch_size: request.evalBatchSize,
    flash_attention: request.flashAttention,
    num_experts: request.numExperts,
    offload_kv_cache_to_gpu: request.offloadKvCacheToGpu,
    echo_load_config: true,
    ...request.extra,
  }) as LoadModelRequest;
}

/** Encodes a download request. */
export function encodeDownload({ model, quantization, extra }: WithModel<DownloadRequest>): DownloadModelRequest {
  return withoutUndefined({ model, quantization, ...extra }) as DownloadModelRequest;
}
