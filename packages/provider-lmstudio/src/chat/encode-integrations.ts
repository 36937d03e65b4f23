import type { ChatRequest } from '@lmux/core/provider';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import type { NativeIntegration } from './wire.js';

type Integration = NonNullable<ChatRequest['integrations']>[number];

function encodeIntegration(integration: Integration): NativeIntegration {
  if (typeof integration === 'string') return integration;
  const { allowedTools } = integration;
  const allowed = { allowed_tools: allowedTools === undefined ? undefined : [...allowedTools] };
  if (integration.type === 'plugin') {
    return withoutUndefined({ type: 'plugin', id: integration.id, ...allowed }) as NativeIntegration;
  }
  const { serverLabel, serverUrl, headers } = integration;
  return withoutUndefined({
    type: 'ephemeral_mcp',
    server_label: serverLabel,
    server_url: serverUrl,
    ...allowed,
    headers,
  }) as NativeIntegration;
}

/** Encodes the integrations, whose tools the server runs itself. */
export function encodeIntegrations(integrations: ChatRequest['integrations']): NativeIntegration[] | undefined {
  return integrations?.map((integration) => encodeIntegration(integration));
}
