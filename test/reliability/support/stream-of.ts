import { createClient, isLmError } from '@lmux/core';
import { FakeTransport } from '@lmux/core/testing';
import { MESSAGES } from './client.ts';
import type { Dialect } from './dialects.ts';

/** Returns a run that streams a body to its end or to an error. */
export function streamOf(
  { plugin, provider, route }: Dialect,
  body: string,
  readBytes = 65_536,
): () => Promise<unknown> {
  const bytes = new TextEncoder().encode(body);
  const reads = Array.from({ length: Math.ceil(bytes.length / readBytes) }, (_, at) =>
    bytes.subarray(at * readBytes, (at + 1) * readBytes),
  );
  return async () => {
    const transport = new FakeTransport({ headers: { 'content-type': 'text/event-stream' }, body: reads });
    await using client = createClient({ plugins: [plugin], config: { provider, model: 'm', retry: false }, transport });
    const stream = client.chatStream({ messages: MESSAGES }, { route });
    const failure: unknown = await stream.response().then(
      () => undefined,
      (error: unknown) => error,
    );
    // A closed client would not have read the stream.
    if (failure !== undefined && (!isLmError(failure) || failure.code === 'closed'))
      throw new Error('The stream was not read.', { cause: failure });
  };
}
