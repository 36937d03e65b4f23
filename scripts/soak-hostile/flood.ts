// What a flood consists of: what the hostile server sends, what the client does, and what must be true then.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallOptions, ChatStream, ClientConfig, LmClient } from '@lmux/core';
import type { WireFormat } from './wire.ts';

export type ProviderName = 'openai' | 'lmstudio' | 'ollama' | 'llamacpp';

export const MB = 1_000_000;

/** A request that the hostile server has read completely. */
export interface FloodExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly format: WireFormat;
  /** Number of the request within the case, counted from 1. */
  readonly number: number;
}

/** The client with which a case is run. */
export interface FloodClient {
  readonly client: LmClient;
  readonly provider: ProviderName;
  /** Options that every call must pass: they name the case to the server. */
  readonly options: CallOptions;
  /** Sends a chat. Resolves with its text. */
  readonly chat: (options?: CallOptions) => Promise<string>;
  /** Starts a stream. */
  readonly stream: (options?: CallOptions) => ChatStream;
  /** Subscribes to the text of a stream with the package rx. Resolves at its end. */
  readonly rxText: (options?: CallOptions) => Promise<void>;
}

/** One response of a hostile server, and the call that receives it. */
export interface FloodCase {
  readonly respond: (exchange: FloodExchange) => unknown;
  /** Makes the call. Default: a chat. */
  readonly call?: (client: FloodClient) => Promise<unknown>;
  /** The allowed outcomes: `ok`, codes of errors, or `error` for any code. */
  readonly outcome: readonly string[];
  /** A success of the same size. The CPU time of the case must be in proportion to it. */
  readonly reference?: (exchange: FloodExchange) => unknown;
  /** The largest number of requests that the case may send. */
  readonly maxRequests?: number;
}

/** Cases that are run one after another in one process, for each provider. */
export interface Flood {
  readonly name: string;
  readonly cases: Readonly<Record<string, FloodCase>>;
  /** Default: all. */
  readonly providers?: readonly ProviderName[];
  /** Default: both. */
  readonly transports?: readonly ('undici' | 'fetch')[];
  readonly config?: Partial<ClientConfig>;
  /** Size of an image in the request, in bytes. Default: no image. */
  readonly imageBytes?: number;
  /** Ceiling of the growth of the process, in MB. Default 400. */
  readonly maxGrowthMB?: number;
  /** Ceiling of the CPU time in one turn of the event loop, in ms. Default 1000. */
  readonly maxBlockedMs?: number;
  /** True to send all requests through a proxy that never responds to CONNECT. */
  readonly deadProxy?: boolean;
}

/** Sends a head and a complete body. */
export function send(
  { response }: FloodExchange,
  status: number,
  type: string,
  body: string | Buffer,
  headers = {},
): void {
  response.writeHead(status, { 'content-type': type, connection: 'close', ...headers });
  response.end(body);
}

/** Sends a JSON body with status 200. */
export function sendBody(exchange: FloodExchange, json: string): void {
  send(exchange, 200, 'application/json', json);
}

/** Sends a stream of texts, waiting for the client to read. Stops when the client disconnects. */
export async function sendStream({ response, format }: FloodExchange, texts: Iterable<string | Buffer>): Promise<void> {
  response.writeHead(200, { 'content-type': format.streamType, connection: 'close' });
  for (const text of texts) {
    if (response.destroyed) return;
    if (!response.write(text)) {
      await new Promise<void>((resolve) => {
        response.once('drain', resolve);
        response.once('close', resolve);
      });
      response.removeAllListeners('drain');
      response.removeAllListeners('close');
    }
  }
  response.end();
}

/** Yields a block as often as needed for this number of bytes. */
export function* repeated(block: string | Buffer, bytes: number): Generator<string | Buffer> {
  for (let sent = 0; sent < bytes; sent += block.length) yield block;
}

/** Reads a stream to its end and returns its text. */
export async function readStream({ stream }: FloodClient, options?: CallOptions): Promise<string> {
  const { text } = await stream(options).response();
  return text;
}
