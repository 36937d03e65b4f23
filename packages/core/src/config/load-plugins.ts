import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { cutText } from '../errors/redact.js';
import { readObject } from '../json/read-json.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { shown } from '../validate/check.js';
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

/** Options of `loadPlugins`. */
export interface LoadPluginsOptions {
  /**
   * Path or `file:` URL of the file to resolve packages and relative paths from, such as a configuration file or `import.meta.url`.
   * Default: packages are resolved from `@lmux/core`, which finds only those that are installed next to it.
   */
  readonly from?: string | undefined;
}

type Module = Record<string, unknown>;

/** Jest and other runners that load code in contexts of node:vm support `import()` only with a flag (https://jestjs.io/docs/ecmascript-modules). */
function adviceFor(cause: unknown): string {
  return readObject(cause)['code'] === 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG'
    ? 'Test runners such as Jest import packages by name only with the flag --experimental-vm-modules of Node. Pass the plugin itself instead of its name.'
    : 'Check that it is installed.';
}

/** Imports a package and returns its plugins. */
async function loadPackage(specifier: string, from: string | undefined): Promise<ProviderPlugin[]> {
  if (from === undefined && /^\.{1,2}\//.test(specifier)) {
    throw new LmError(
      'plugin_invalid',
      `"${specifier}" is a relative path, which cannot be resolved without "from". Pass the option "from", or use a file: URL or a package name.`,
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
      `The plugin package "${cutText(specifier, 200)}" could not be imported. ${adviceFor(cause)} The reason is in "cause".`,
      { cause },
    );
  }
  const found = pluginsOf(module);
  if (found.length > 0) return found;
  throw new LmError(
    'plugin_invalid',
    `The package "${specifier}" exports no plugin. A plugin is an object with "spec", "id" and register().`,
  );
}

/**
 * Imports provider packages and returns the plugins that they export (Node). Pass only names that you trust, since importing a package runs
 * its code.
 *
 * @param specifiers Package names or `file:` URLs. With `from`, also relative paths.
 * @throws `plugin_invalid` if a package cannot be imported or exports no plugin.
 */
export async function loadPlugins(
  specifiers: readonly string[],
  { from }: LoadPluginsOptions = {},
): Promise<ProviderPlugin[]> {
  if (!Array.isArray(specifiers)) {
    throw new LmError(
      'plugin_invalid',
      `loadPlugins() requires an array of package names; received ${shown(specifiers)}. Pass the names in an array, such as ["@lmux/provider-openai"].`,
    );
  }
  const plugins: ProviderPlugin[] = [];
  for (const specifier of specifiers as readonly string[]) plugins.push(...(await loadPackage(specifier, from)));
  return plugins;
}
