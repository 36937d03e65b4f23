import * as zlib from 'node:zlib';
import { HttpServer, RawServer, rawHead, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../src/errors/api-error.js';
import { UndiciTransport } from '../src/transport/undici-transport.js';
import { opener, transports } from './support/open-client.js';
import { GET } from './support/http-calls.js';

const CAUSE = JSON.stringify({ error: { message: 'the cause', code: 'teapot' } });
const MIB = 1024 * 1024;

type Encode = (data: string | Uint8Array) => Uint8Array;

const ENCODINGS: readonly (readonly [encoding: string, encode: Encode])[] = [
  ['gzip', zlib.gzipSync],
  ['X-GZIP', zlib.gzipSync],
  ['deflate', zlib.deflateSync],
  ['deflate', zlib.deflateRawSync],
  ['br', zlib.brotliCompressSync],
  ['zstd', zlib.zstdCompressSync],
  ['gzip, br', (data) => zlib.brotliCompressSync(zlib.gzipSync(data))],
  ['GZip', zlib.gzipSync],
  ['identity', (data) => Buffer.from(data)],
];

/** Starts a server that closes the connection before the end of a compressed error. */
function startCut(): Promise<RawServer> {
  const text = `{"error":"${Array.from({ length: 5000 }, (_, index) => `cause ${index}`).join(' ')}"}`;
  const compressed = zlib.gzipSync(text);
  return RawServer.listen(({ write, socket }) => {
    write(rawHead(401, { 'content-encoding': 'gzip', 'content-length': String(compressed.length) }));
    write(compressed.subarray(0, compressed.length - 100));
    socket.end();
  });
}

describe.each(transports)('the compressed body of an error over $name', ({ create }) => {
  const open = opener(create);

  const failure = async (encoding: string, body: Uint8Array): Promise<ApiError> => {
    await using server = await HttpServer.listen((response) =>
      response.writeHead(401, { 'content-type': 'application/json', 'content-encoding': encoding }).end(body),
    );
    const error = await rejectionOf<ApiError>(open(server.url).client.requestJson(GET));
    return error;
  };

  test.each(ENCODINGS)('is decoded with %s', async (encoding, encode) => {
    const error = await failure(encoding, encode(CAUSE));
    expect(error).toMatchObject({ code: 'authentication', status: 401, serverCode: 'teapot' });
    expect(error.message).toContain('the cause');
  });

  test.each<[string, string, Uint8Array]>([
    ['is not compressed', 'gzip', Buffer.from(CAUSE)],
    ['has another encoding', 'br', zlib.gzipSync(CAUSE)],
    ['is truncated', 'gzip', zlib.gzipSync(CAUSE).subarray(0, 20)],
    ['is empty', 'gzip', new Uint8Array()],
    ['has more encodings than announced', 'gzip', zlib.gzipSync(zlib.gzipSync(CAUSE))],
    ['has a wrong checksum', 'gzip', Buffer.concat([zlib.gzipSync(CAUSE).subarray(0, -8), Buffer.alloc(8)])],
    ['announces many encodings', Array.from({ length: 5 }, () => 'gzip').join(','), zlib.gzipSync(CAUSE)],
  ])('leaves the error of the status if it %s', async (_what, encoding, body) => {
    expect(await failure(encoding, body)).toMatchObject({ name: 'ApiError', code: 'authentication', status: 401 });
  });

  test.each<[string, Encode]>([
    ['gzip', zlib.gzipSync],
    ['br', zlib.brotliCompressSync],
    ['zstd', zlib.zstdCompressSync],
    ['gzip, gzip', (data) => zlib.gzipSync(zlib.gzipSync(data))],
  ])('is decoded only up to 64 KiB with %s', async (encoding, encode) => {
    const bomb = encode(`{"error":"${'the cause '.repeat(MIB / 5)}"}`);
    const error = await failure(encoding, bomb);
    expect(error).toMatchObject({ code: 'authentication', status: 401 });
    expect(error.rawBody?.length).toBe(65_536);
  });

  test('leaves the error of the status if the connection is lost', async () => {
    await using server = await startCut();
    const error = await rejectionOf<ApiError>(open(server.url).client.requestJson(GET));
    expect(error).toMatchObject({ code: 'authentication', status: 401 });
  });

  test('that never ends is read only in part', async () => {
    await using server = await HttpServer.listen((response) => {
      response.writeHead(401, { 'content-encoding': 'gzip' });
      // Data without an end that cannot be compressed.
      const gzip = zlib.createGzip({ level: 0 });
      gzip.on('data', (bytes) => response.write(bytes));
      for (let written = 0; written < MIB; written += 1024) gzip.write('the cause '.repeat(102));
    });
    const error = await rejectionOf<ApiError>(open(server.url).client.requestJson(GET));
    expect(error).toMatchObject({ code: 'authentication', status: 401 });
    expect(error.message).toContain('the cause');
    await server.socketsClosed();
  });
});

test('the part that UndiciTransport received before the connection was lost is decoded', async () => {
  await using server = await startCut();
  const { client } = opener((clock) => new UndiciTransport({ clock }))(server.url);
  const error = await rejectionOf<ApiError>(client.requestJson(GET));
  expect(error.message).toContain('cause 1');
});
