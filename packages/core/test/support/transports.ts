import { rawResponse, type RawServer, settled } from '@lmux/test-support';
import { readAll } from './body-reader.js';
import type { FakeClock } from '../../src/testing/fake-clock.js';
import { FetchTransport } from '../../src/transport/fetch-transport.js';
import type { Transport, TransportRequest, TransportResponse } from '../../src/transport/transport.js';
import { UndiciTransport } from '../../src/transport/undici-transport.js';

export const opened: Transport[] = [];

export function keep<T extends Transport>(transport: T): T {
  opened.push(transport);
  return transport;
}

export const transports = [
  { name: 'UndiciTransport', create: (clock?: FakeClock): Transport => keep(new UndiciTransport({ clock })) },
  { name: 'FetchTransport', create: (): Transport => keep(new FetchTransport()) },
];

export function get(url: string, changes: Partial<TransportRequest> = {}): TransportRequest {
  return {
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    signal: new AbortController().signal,
    timeouts: { connect: 0 },
    ...changes,
  };
}

export const post = (url: string, changes: Partial<TransportRequest> = {}): TransportRequest =>
  get(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":"ü"}', ...changes });

/** Sends a GET request to a server that responds with the bytes. */
export async function exchange(
  transport: Transport,
  server: RawServer,
  bytes: string,
  changes?: Partial<TransportRequest>,
): Promise<TransportResponse> {
  const sent = transport.send(get(server.url, changes));
  await server.respond(bytes);
  return sent;
}

/** Sends a POST request and reads its response, so that the transport has an idle connection to the server. */
export async function makeConnection(transport: Transport, server: RawServer): Promise<void> {
  const sent = transport.send(post(server.url));
  await server.respond(rawResponse('{}'));
  await readAll((await sent).body);
  await settled();
}
