import type { OfferedTool } from '../../../shared/engine/reply.js';
import { Refusal } from '../../../shared/http/refusal.js';
import type { PluginTool } from '../../plugin-tool.js';
import type { NativeContext } from '../native-context.js';
import type { ProviderInfo } from './chat-event.js';
import type { Integration } from './read-integration.js';

/** A tool of an integration. */
export interface ServerTool extends OfferedTool {
  readonly provider: ProviderInfo;
  readonly run: (args: Readonly<Record<string, unknown>>) => string;
}

const QUERY = { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] };

/** Returns the tools of the integrations of a request. Refuses a plugin that the request's token does not allow. */
export function serverTools({ plugins, allowedPlugins }: NativeContext, integrations: readonly Integration[]) {
  return integrations.flatMap(({ provider, allowedTools }): ServerTool[] => {
    const id = nameOf(provider);
    if (provider.type === 'plugin' && allowedPlugins?.includes(id) === false) throw denied(id);
    const tools = plugins[id] ?? [{ name: toolName(id) }];
    const allowed = tools.filter(({ name }) => allowedTools?.includes(name) ?? true);
    return allowed.map((tool) => completeTool(tool, provider));
  });
}

function completeTool({ name, description, parameters = QUERY, run }: PluginTool, provider: ProviderInfo): ServerTool {
  const describe = (args: unknown): string => `The emulated tool ${name} was called with ${JSON.stringify(args)}.`;
  return { name, description, parameters, provider, run: run ?? describe };
}

function nameOf(provider: ProviderInfo): string {
  return provider.type === 'plugin' ? provider.plugin_id : provider.server_label;
}

/** Derives the tool name from an id: `mcp/web-search` becomes `web_search`. */
function toolName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).replace(/\W+/g, '_');
}

function denied(id: string): Refusal {
  const message = `Permission denied to use plugin '${id}' with this API token.`;
  return new Refusal(403, { message, type: 'invalid_request', code: null, param: 'integrations' });
}
