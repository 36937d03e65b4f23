import { LmError } from '../errors/lm-error.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';

function pluginsOf(module: Record<string, unknown>): ProviderPlugin[] {
  // A CommonJS package imported from ESM has its exports under `default` too.
  const nested = module['default'];
  const values = [
    ...Object.values(module),
    ...(typeof nested === 'object' && nested !== null ? Object.values(nested) : []),
  ];
  const plugins = values.filter((value): value is ProviderPlugin => {
    if (typeof value !== 'object' || value === null) return false;
    const plugin = value as Partial<ProviderPlugin>;
    return typeof plugin.id === 'string' && typeof plugin.register === 'function' && 'spec' in plugin;
  });
  return [...new Set(plugins)];
}

/**
 * Imports provider packages by name (Node), as a configuration file lists them, and gives the plugins that they export. It
 * imports what it is given and nothing else: give it only names that you trust.
 *
 * @param specifiers Package names, or `file:` URLs.
 * @throws `plugin_invalid` where a package cannot be imported or exports no plugin.
 */
export async function loadPlugins(specifiers: readonly string[]): Promise<ProviderPlugin[]> {
  if (!Array.isArray(specifiers)) throw new LmError('plugin_invalid', 'loadPlugins takes an array of package names.');
  const plugins: ProviderPlugin[] = [];
  for (const specifier of specifiers as readonly string[]) {
    if (/^\.{1,2}\//.test(specifier)) {
      throw new LmError(
        'plugin_invalid',
        `"${specifier}" is a path, which would be looked for from the folder of @lmux/core; pass its file: URL, or the name of a package.`,
      );
    }
    let module: Record<string, unknown>;
    try {
      module = (await import(/* @vite-ignore */ /* webpackIgnore: true */ specifier)) as Record<string, unknown>;
    } catch (cause) {
      throw new LmError(
        'plugin_invalid',
        `The plugin package "${specifier}" could not be imported; is it installed? See "cause".`,
        { cause },
      );
    }
    const found = pluginsOf(module);
    if (found.length === 0) {
      throw new LmError(
        'plugin_invalid',
        `The package "${specifier}" exports no plugin: an object with "spec", "id" and register().`,
      );
    }
    plugins.push(...found);
  }
  return plugins;
}
