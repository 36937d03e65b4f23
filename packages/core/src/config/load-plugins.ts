import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { resolveFrom } from '#platform';

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

/** Where `loadPlugins` looks for packages. */
export interface LoadPluginsOptions {
  /**
   * Path or `file:` URL of a file from whose folder packages are looked for and relative paths lead, as if that file imported them:
   * a configuration file, or a module of the application (`import.meta.url`). Default: as if `@lmux/core` imported them, which finds only what is installed beside it.
   */
  readonly from?: string | undefined;
}

type Module = Record<string, unknown>;

/** The plugins of one package. */
async function loadPackage(specifier: string, from: string | undefined): Promise<ProviderPlugin[]> {
  if (from === undefined && /^\.{1,2}\//.test(specifier)) {
    throw new LmError(
      'plugin_invalid',
      `"${specifier}" is a path, which would be looked for from the folder of @lmux/core; pass its file: URL, the name of a package, or "from".`,
    );
  }
  let module: Module;
  try {
    const url = from === undefined ? specifier : await resolveFrom(from, specifier);
    module = (await import(/* @vite-ignore */ /* webpackIgnore: true */ url)) as Module;
  } catch (cause) {
    if (isLmError(cause)) throw cause;
    throw new LmError(
      'plugin_invalid',
      `The plugin package "${specifier}" could not be imported; is it installed? See "cause".`,
      { cause },
    );
  }
  const found = pluginsOf(module);
  if (found.length > 0) return found;
  throw new LmError(
    'plugin_invalid',
    `The package "${specifier}" exports no plugin: an object with "spec", "id" and register().`,
  );
}

/**
 * Imports provider packages by name (Node), as a configuration file lists them, and gives the plugins that they export. It
 * imports what it is given and nothing else: give it only names that you trust.
 *
 * @param specifiers Package names, or `file:` URLs; with `from` also relative paths.
 * @throws `plugin_invalid` where a package cannot be imported or exports no plugin.
 */
export async function loadPlugins(
  specifiers: readonly string[],
  { from }: LoadPluginsOptions = {},
): Promise<ProviderPlugin[]> {
  if (!Array.isArray(specifiers)) throw new LmError('plugin_invalid', 'loadPlugins takes an array of package names.');
  const plugins: ProviderPlugin[] = [];
  for (const specifier of specifiers as readonly string[]) plugins.push(...(await loadPackage(specifier, from)));
  return plugins;
}
