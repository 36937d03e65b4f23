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
  type Transport,
} from '@lmux/core';
import { plugins } from '../../examples/plugins.ts';
import type { TestContext } from 'vitest';

/** Environment variables that name the models of each part. */
export type ModelVariable = 'LM_MODEL' | 'LM_TOOL_MODEL' | 'LM_EMBED_MODEL';

/** Returns the model that an environment variable names. If the variable is unset, skips the test with that reason. */
export function modelOf(variable: ModelVariable, context: TestContext): string {
  const model = process.env[variable];
  if (model === undefined || model === '') return context.skip(`${variable} is not set`);
  return model;
}

/** Returns the base URL of the server. Throws if it is unset, because skipping every test would hide the mistake. */
export function liveUrl(): string {
  const url = process.env['LM_BASE_URL'];
  if (url === undefined || url === '')
    throw new Error('LM_BASE_URL is not set. Set it to the address of the server to test.');
  return url.replace(/\/+$/, '');
}

/** Provider that the suite uses. The default is `openai`, because every server supports OpenAI's format. */
export const liveProvider = process.env['LM_PROVIDER'] || 'openai';

/** Headers that give a request of `fetch` a separate connection, since a kept-alive one may have died while it was idle. */
const NO_KEEP_ALIVE = { connection: 'close' } as const;

/** Creates a client of the server that the environment names. */
export function liveClient(change: Partial<ClientConfig> = {}, transport?: Transport): LmClient {
  const config = { ...configFromEnv(), provider: liveProvider, baseUrl: liveUrl(), ...change };
  // Emulated tools are tested where they are requested.
  return createClient({ plugins, config: { emulate: 'never', ...config }, ...(transport && { transport }) });
}

/** Returns the routes of the provider, each of which is tested separately. */
export function liveRoutes(): string[] {
  const matrix = plugins.find(({ id }) => id === liveProvider)?.capabilities;
  if (matrix === undefined)
    throw new Error(`LM_PROVIDER must be a provider of this repository; received "${liveProvider}".`);
  return Object.keys(matrix.routes);
}

/** Skips a test if the route does not support the feature. */
export function needs(client: LmClient, route: string, feature: Capability | ChatFeature, context: TestContext): void {
  const cell: SupportCell | undefined = client.capabilities.routes[route]?.[feature];
  const support = typeof cell === 'object' ? cell.support : cell;
  if (support === 'no') context.skip(`route "${route}" of ${client.provider} does not support ${feature}`);
}

/** True if the server is Ollama, which silently truncates long prompts instead of returning an error. */
export async function isOllama(): Promise<boolean> {
  const response = await fetch(`${liveUrl()}/api/version`, { headers: NO_KEEP_ALIVE });
  await response.body?.cancel();
  return response.ok;
}

/** True if the server is LM Studio or an emulation of it. It serves any model name with its one loaded model. */
export async function isLmStudio(): Promise<boolean> {
  const response = await fetch(`${liveUrl()}/lmstudio-greeting`, { headers: NO_KEEP_ALIVE });
  const body = await response.text();
  return response.ok && body.includes('"lmstudio"');
}

/** Connections made since tracking began. Older ones are not counted, since an idle one that closes would hide a new one that stays open. */
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
