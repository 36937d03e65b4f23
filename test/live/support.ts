import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import {
  configFromEnv,
  createClient,
  type Capability,
  type ChatFeature,
  type ClientConfig,
  type LmClient,
  type SupportCell,
} from '@lmux/core';
import { plugins } from '../../examples/plugins.ts';
import type { TestContext } from 'vitest';

/** The variables that name the models of each part. */
export type ModelVariable = 'LM_MODEL' | 'LM_TOOL_MODEL' | 'LM_EMBED_MODEL';

/** The model that a variable names; where it is unset, the test is skipped and says so. */
export function modelOf(variable: ModelVariable, context: TestContext): string {
  const model = process.env[variable];
  if (model === undefined || model === '') return context.skip(`${variable} is unset`);
  return model;
}

/** Where the server listens; a live run without one is a mistake, not something to skip. */
function baseUrl(): string {
  const url = process.env['LM_BASE_URL'];
  if (url === undefined || url === '')
    throw new Error('LM_BASE_URL is unset: it names the server that the live suite runs against.');
  return url.replace(/\/+$/, '');
}

/** The provider that the suite runs by: any server speaks OpenAI's format. */
export const liveProvider = process.env['LM_PROVIDER'] || 'openai';

/**
 * Headers that give each request a connection of its own. A kept-alive connection may have died while it was idle, which fails a request
 * that is never sent twice, such as a load, and every request of `fetch`.
 */
export const NO_KEEP_ALIVE = { connection: 'close' } as const;

/** A client of the server that the environment names. */
export function liveClient(change: Partial<ClientConfig> = {}): LmClient {
  return createClient({
    plugins,
    config: { ...configFromEnv(), provider: liveProvider, baseUrl: baseUrl(), ...change },
  });
}

/** The routes of the provider: each is tested for itself. */
export function liveRoutes(): string[] {
  const matrix = plugins.find(({ id }) => id === liveProvider)?.capabilities;
  if (matrix === undefined)
    throw new Error(`LM_PROVIDER is "${liveProvider}", which is no provider of this repository.`);
  return Object.keys(matrix.routes);
}

/** Skips a test of what the route denies, and says so. */
export function needs(client: LmClient, route: string, feature: Capability | ChatFeature, context: TestContext): void {
  const cell: SupportCell | undefined = client.capabilities.routes[route]?.[feature];
  const support = typeof cell === 'object' ? cell.support : cell;
  if (support === 'no') context.skip(`route "${route}" of ${client.provider} has no ${feature}`);
}

/** Ollama cuts long prompts silently, so that there is no error to expect. */
export async function isOllama(): Promise<boolean> {
  const response = await fetch(`${baseUrl()}/api/version`, { headers: NO_KEEP_ALIVE });
  await response.body?.cancel();
  return response.ok;
}

/** LM Studio, or what stands in for it: its one loaded model answers whatever name it is asked for. */
export async function isLmStudio(): Promise<boolean> {
  const response = await fetch(`${baseUrl()}/lmstudio-greeting`, { headers: NO_KEEP_ALIVE });
  const body = await response.text();
  return response.ok && body.includes('"lmstudio"');
}

/** Connections made since tracking began. Older ones are left out: an idle one that closes would hide one that is left open. */
export interface TrackedConnections extends Disposable {
  readonly made: number;
  readonly open: number;
}

const CONNECTED = 'undici:client:connected';

/** Tracks the connections that undici makes from now on. */
export function trackConnections(): TrackedConnections {
  const sockets: Socket[] = [];
  const add = (message: unknown): void => void sockets.push((message as { socket: Socket }).socket);
  subscribe(CONNECTED, add);
  return {
    get made() {
      return sockets.length;
    },
    get open() {
      return sockets.filter(({ destroyed }) => !destroyed).length;
    },
    [Symbol.dispose]: () => void unsubscribe(CONNECTED, add),
  };
}
