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
  const response = await fetch(`${baseUrl()}/api/version`);
  await response.body?.cancel();
  return response.ok;
}

/** LM Studio, or what stands in for it: its one loaded model answers whatever name it is asked for. */
export async function isLmStudio(): Promise<boolean> {
  const response = await fetch(`${baseUrl()}/lmstudio-greeting`);
  const body = await response.text();
  return response.ok && body.includes('"lmstudio"');
}

/** Connections of this process that are open now. */
export function openConnections(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
}
