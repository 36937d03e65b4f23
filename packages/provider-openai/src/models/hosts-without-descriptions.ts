import { findHost, type HostRow } from '../encode/find-host.js';

/** Hosts whose lists have only ids, or names that requests do not use. */
const HOSTS: readonly HostRow[] = [
  // https://platform.openai.com/docs/api-reference/models/object
  { host: 'api.openai.com' },
  // Requests use the names of deployments: https://learn.microsoft.com/rest/api/azureopenai/models/list
  { host: 'openai.azure.com' },
  { host: 'openai.azure.us' },
  { host: 'cognitiveservices.azure.com' },
  { host: 'services.ai.azure.com' },
  // Has no list in OpenAI's format: https://platform.claude.com/docs/en/api/openai-sdk
  { host: 'api.anthropic.com' },
  // https://api-docs.deepseek.com/api/list-models
  { host: 'api.deepseek.com' },
  // https://ai.google.dev/gemini-api/docs/openai
  { host: 'generativelanguage.googleapis.com' },
  // https://docs.x.ai/docs/api-reference
  { host: 'api.x.ai' },
];

/** True if the host of an origin is known to tell nothing about its models, so that it is not asked. */
export function describesNothing(origin: string): boolean {
  return findHost(HOSTS, origin) !== undefined;
}
