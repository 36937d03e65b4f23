import { configFromEnv, createClient, type ClientConfig, type LmClient } from '@lmux/core';
import { openai } from '@lmux/provider-openai';
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

/** A client of the server that the environment names. */
export function liveClient(change: Partial<ClientConfig> = {}): LmClient {
  return createClient({
    plugins: [openai],
    config: { ...configFromEnv(), provider: 'openai', baseUrl: baseUrl(), ...change },
  });
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
