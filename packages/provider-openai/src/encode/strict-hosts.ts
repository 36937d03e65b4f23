import { findHost, type HostRow } from './find-host.js';

/** Hosts that reject a schema with `strict` unless it has the form of OpenAI's strict mode. */
const HOSTS: readonly HostRow[] = [
  // https://platform.openai.com/docs/guides/structured-outputs
  { host: 'api.openai.com' },
  // https://learn.microsoft.com/azure/ai-services/openai/how-to/structured-outputs
  { host: 'openai.azure.com' },
  { host: 'cognitiveservices.azure.com' },
  { host: 'openai.azure.us' },
  // https://console.groq.com/docs/structured-outputs
  { host: 'api.groq.com' },
];

/** Returns true if the host of an origin requires schemas in the form of OpenAI's strict mode. */
export function requiresStrictSchemas(origin: string): boolean {
  return findHost(HOSTS, origin) !== undefined;
}
