import type { CallOptions } from '@lmux/core/provider';
import { NdjsonDecoder, type PushSource } from '@lmux/core/provider/streams';
import { LINES } from '../server/answer-source.js';
import type { NativeApi } from '../server/native-api.js';
import { PullLines } from './pull-lines.js';
import type { OllamaPullProgress, OllamaPullRequest } from './wire.js';

/** `POST /api/pull`, line by line. Leaving it ends the download; another pull goes on where it was. */
export function pullSource(
  { http, root }: NativeApi,
  request: OllamaPullRequest,
  options?: CallOptions,
): PushSource<OllamaPullProgress> {
  const body = { ...request, stream: true };
  return http.requestStream<OllamaPullProgress>(
    { method: 'POST', path: `${root}/pull`, body, options, accept: LINES, safeToRetry: false },
    (emit, context) => new NdjsonDecoder(new PullLines(emit), context),
  );
}
