import type { DependencyContainer } from 'tsyringe';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import type { ProviderFactory } from '../provider/provider-factory.js';
import { PROVIDER_FACTORY } from '../provider/tokens.js';
import { LmError } from '../errors/lm-error.js';

function isPlugin(value: unknown): value is ProviderPlugin {
  if (typeof value !== 'object' || value === null) return false;
  const plugin = value as Partial<ProviderPlugin>;
  return typeof plugin.id === 'string' && typeof plugin.register === 'function';
}

/** Rejects what is no plugin of this version, and two plugins of one id, naming them. */
export function checkPlugins(plugins: readonly ProviderPlugin[]): void {
  const seen = new Map<string, number>();
  for (const [index, plugin] of plugins.entries()) {
    if (!isPlugin(plugin)) {
      throw new LmError('plugin_invalid', `plugins[${index}] is no plugin: it needs "spec", "id" and register().`);
    }
    if (plugin.spec !== 1) {
      throw new LmError(
        'plugin_invalid',
        `Plugin "${plugin.id}" (plugins[${index}]) is written for version ${String(plugin.spec)} of the plugin interface; this release of @lmux/core takes version 1.`,
      );
    }
    const earlier = seen.get(plugin.id);
    if (earlier !== undefined && plugins[earlier] !== plugin) {
      throw new LmError(
        'plugin_invalid',
        `Two plugins have the id "${plugin.id}": plugins[${earlier}] and plugins[${index}]. Leave one out.`,
      );
    }
    seen.set(plugin.id, index);
  }
}

/** The factories of a container and of those above it: a child's registrations would hide its parents' from `resolveAll`. */
export function resolveFactories(own: DependencyContainer, above: DependencyContainer | undefined): ProviderFactory[] {
  const factories = new Map<string, ProviderFactory>();
  const containers = above === undefined ? [own] : [above, own];
  for (const container of containers) {
    if (!container.isRegistered(PROVIDER_FACTORY, above !== undefined)) continue;
    for (const factory of container.resolveAll<ProviderFactory>(PROVIDER_FACTORY)) {
      const other = factories.get(factory.id);
      if (other !== undefined && other !== factory) {
        throw new LmError(
          'plugin_invalid',
          `Two provider factories have the id "${factory.id}", one of them bound in the container that was passed. Leave one out.`,
        );
      }
      factories.set(factory.id, factory);
    }
  }
  return [...factories.values()];
}
