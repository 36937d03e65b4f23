import { isRecord } from '../../../shared/json/read-json.js';
import { invalidRequest, optional, readShape, required } from '../strict/read-shape.js';
import type { Reader } from '../strict/read-shape.js';
import { list, text, textMap, wrongType } from '../strict/readers.js';
import type { ProviderInfo } from './chat-event.js';

/** A source of tools that a request enables. */
export interface Integration {
  readonly provider: ProviderInfo;
  /** Names of the tools that may be used, undefined for all. */
  readonly allowedTools: readonly string[] | undefined;
}

const PLUGIN = { type: required(text), id: required(text), allowed_tools: optional(list(text)) };

const EPHEMERAL = {
  type: required(text),
  server_label: required(text),
  server_url: required(readPublicUrl),
  allowed_tools: optional(list(text)),
  headers: optional(textMap),
};

/** Reads one entry of `integrations`: a plugin id, or an object with details. */
export const readIntegration: Reader<Integration> = (value, path) => {
  if (typeof value === 'string') return { provider: { type: 'plugin', plugin_id: value }, allowedTools: undefined };
  if (!isRecord(value)) throw wrongType('string or object', value, path);
  if (value['type'] === 'plugin') {
    const { id, allowed_tools } = readShape(value, PLUGIN, path);
    return { provider: { type: 'plugin', plugin_id: id }, allowedTools: allowed_tools };
  }
  if (value['type'] === 'ephemeral_mcp') {
    const { server_label, allowed_tools } = readShape(value, EPHEMERAL, path);
    return { provider: { type: 'ephemeral_mcp', server_label }, allowedTools: allowed_tools };
  }
  const message = "Invalid discriminator value. Expected 'plugin' | 'ephemeral_mcp'";
  throw invalidRequest('invalid_union', path, message);
};

/** Reads the URL of an MCP server. LM Studio connects only to public servers. */
function readPublicUrl(value: unknown, path: string): string {
  const address = text(value, path);
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  if (host !== '' && !/^(?:localhost|127\.|10\.|192\.168\.|\[::1])/.test(host)) return address;
  throw invalidRequest('invalid_value', path, `"${path}" must be a public URL`);
}
