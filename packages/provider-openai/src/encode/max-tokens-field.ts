import type { BaseUrl } from '@lmux/core/provider';
import type { Dialect, MaxTokensField } from './dialect.js';
import { findHost, type HostRow } from './find-host.js';

/** A host whose models all accept `max_completion_tokens`. */
interface NewerHost extends HostRow {
  /** First date of the query parameter `api-version` with which the field is known. Without the parameter, it is known. */
  readonly since?: string;
}

/** Hosts whose names of models do not tell the field, because all models accept the newer one, or because customers choose the names. */
const HOSTS: readonly NewerHost[] = [
  // "max_tokens" is deprecated and rejected by reasoning models: https://platform.openai.com/docs/api-reference/chat/create
  { host: 'api.openai.com' },
  // Names of deployments do not tell the model: LegalQuants/lq-ai pull request 157, nashsu/llm_wiki issue 610. Version 2024-08-01-preview
  // rejects the newer field: openai/openai-python issue 1724, BerriAI/litellm issue 8638
  { host: 'openai.azure.com', since: '2024-09-01' },
  { host: 'cognitiveservices.azure.com', since: '2024-09-01' },
  { host: 'openai.azure.us', since: '2024-09-01' },
  // Newer models require it, and older ones accept both fields: pssah4/vault-operator issue 28, 1jehuang/jcode issue 190
  { host: 'githubcopilot.com' },
];

/**
 * Matches the names of OpenAI's models that reject `max_tokens`, also with the prefix of a gateway: `openai/o3` (vercel/ai issue 11828),
 * `azure-openai/gpt-5.4-nano` (anomalyco/opencode issue 32776), `prefix:gpt-5-mini` (BerriAI/litellm issue 13714). Names such as `gpt-oss`,
 * `gpt-4o`, `gpt-35-turbo` and `marco-o1` do not match.
 */
const NEWER_MODEL = /(?:^|[/:])(?:o\d|gpt-(?:[5-9]|(?!35)\d\d))(?=$|[-.:@])[^/]*$/i;

/** Returns the field for the token limit of a server. For most servers, it depends on the name of the model. */
export function maxTokensFieldOf({ origin, query }: Pick<BaseUrl, 'origin' | 'query'>): Dialect['maxTokensField'] {
  const known = findHost(HOSTS, origin);
  if (known === undefined) return 'by_model';
  const version = new URLSearchParams(query).get('api-version');
  const isOlder = known.since !== undefined && version !== null && version < known.since;
  return isOlder ? 'by_model' : 'max_completion_tokens';
}

/** Returns the field for the token limit of a chat with a model. */
export function maxTokensFieldFor(model: string, { maxTokensField }: Dialect): MaxTokensField {
  if (maxTokensField !== 'by_model') return maxTokensField;
  return NEWER_MODEL.test(model) ? 'max_completion_tokens' : 'max_tokens';
}
