import type { ServerResponse } from 'node:http';
import { drain, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { shown } from './support/installed-models.js';
import { ndjson, scriptServer } from './support/script-server.js';

describe('download', () => {
  const layer = (completed?: number): object => ({
    status: 'pulling a',
    digest: 'sha256:a',
    total: 100,
    ...(completed === undefined ? {} : { completed }),
  });

  /** Starts a server for one pull whose lines the test sends. */
  async function pulling() {
    let response: ServerResponse | undefined;
    let closed = false;
    const opened = await scriptServer(({ route }) => {
      if (route !== 'POST /api/pull') return { status: 404, body: { error: "model 'far' not found" } };
      return (pull) => {
        response = pull;
        pull.on('close', () => (closed = true));
        pull.writeHead(200, { 'content-type': 'application/x-ndjson' });
        pull.write(`${JSON.stringify({ status: 'pulling manifest' })}\n`);
      };
    });
    const send = async (...values: object[]): Promise<void> => {
      await expect.poll(() => response, { interval: 1, timeout: 20_000 }).toBeDefined();
      for (const value of values) response?.write(`${JSON.stringify(value)}\n`);
    };
    return { ...opened, send, end: () => response?.end(), closed: () => closed };
  }

  test('reports its progress until it is completed', async () => {
    const { url, send, requests } = await pulling();
    const client = clientOf(url);
    const [job] = await Promise.all([client.models.download({ model: 'far' }), send(layer())]);
    expect(job).toMatchObject({
      jobId: 'far',
      status: 'downloading',
      totalBytes: 100,
      downloadedBytes: 0,
      fraction: 0,
    });
    const seen: (number | undefined)[] = [];
    for await (const { fraction } of client.models.watchDownload(job, { intervalMs: 1 })) {
      if (seen.at(-1) !== fraction) seen.push(fraction);
      if (fraction === 0) await send(layer(50));
      if (fraction === 0.5) await send(layer(100), { status: 'success' });
    }
    expect(seen.at(0)).toBe(0);
    expect(seen).toContain(0.5);
    expect(seen.at(-1)).toBe(1);
    expect(await client.models.downloadStatus('far')).toMatchObject({ status: 'completed', fraction: 1 });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.body).toEqual({ model: 'far', stream: true });
  });

  test('reports already_downloaded for an installed model', async () => {
    const { url } = await scriptServer(() => ndjson({ status: 'pulling manifest' }, layer(100), { status: 'success' }));
    expect(await clientOf(url).models.download({ model: 'near' })).toMatchObject({
      jobId: 'near',
      status: 'already_downloaded',
      fraction: 1,
    });
  });

  test('rejects a model that does not exist', async () => {
    const { url } = await scriptServer(() =>
      ndjson({ status: 'pulling manifest' }, { error: 'pull model manifest: file does not exist' }),
    );
    expect(await rejectionOf(clientOf(url).models.download({ model: 'nope' }))).toMatchObject({
      code: 'model_not_found',
      status: 200,
    });
  });

  test.each<[string, object | undefined, RegExp]>([
    ['with an error line', { error: 'max retries exceeded: EOF' }, /max retries exceeded/],
    ['when the stream ends early', undefined, /ended before its last line/],
  ])('fails %s', async (_name, line, said) => {
    const { url, send, end } = await pulling();
    const client = clientOf(url);
    const [job] = await Promise.all([client.models.download({ model: 'far' }), send(layer(10))]);
    if (line === undefined) end();
    else await send(line);
    const { error } = await drain(client.models.watchDownload(job, { intervalMs: 1 }));
    expect(error).toMatchObject({ code: 'download_failed', message: expect.stringMatching(said) });
    expect(await client.models.downloadStatus('far')).toMatchObject({
      status: 'failed',
      downloadedBytes: 10,
      error: expect.stringMatching(said),
    });
  });

  // A closed client rejects the status request.
  test.each([
    ['abort', { status: 'failed' }],
    ['close', { code: 'closed' }],
  ] as const)('closes the connection on %s', async (how, after) => {
    const { url, send, closed } = await pulling();
    const client = clientOf(url);
    const controller = new AbortController();
    await Promise.all([client.models.download({ model: 'far' }, { signal: controller.signal }), send(layer(10))]);
    if (how === 'abort') controller.abort();
    else await client.close();
    await expect.poll(closed, { interval: 1, timeout: 20_000 }).toBe(true);
    const requested = client.models.downloadStatus('far').catch((error: unknown) => error);
    expect(await requested).toMatchObject(after);
  });

  test('of another client has the status of the installed model', async () => {
    const { url } = await scriptServer(({ body }) =>
      (body as { model: string }).model === 'near'
        ? shown(['completion'])
        : { status: 404, body: { error: "model 'far' not found" } },
    );
    const client = clientOf(url);
    expect(await client.models.downloadStatus('near')).toMatchObject({
      jobId: 'near',
      status: 'completed',
      fraction: 1,
    });
    expect(await rejectionOf(client.models.downloadStatus('far'))).toMatchObject({ code: 'job_not_found' });
  });
});
