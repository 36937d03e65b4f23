import type { DownloadRequest, WithModel } from '@lmux/core/provider';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import type { DownloadModelRequest } from './wire.js';

/** A download in the wire's words. */
export function encodeDownload({ model, quantization, extra }: WithModel<DownloadRequest>): DownloadModelRequest {
  return withoutUndefined({ model, quantization, ...extra }) as DownloadModelRequest;
}
