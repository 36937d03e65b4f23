import type { ProviderPlugin } from '../provider/provider-plugin.js';
import type { ProviderFactory } from '../provider/provider-factory.js';
import { shown } from '../validate/check.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { PluginBinding } from './plugin-registry.js';
import { ignorePromise } from './ignore-promise.js';

/** A factory with its source, for the message about a duplicate id. */
interface Bound {
  readonly factory: ProviderFactory;
  readonly by: string;
}

function invalid(message: string, cause?: unknown): LmError {
  return new LmError('plugin_invalid', message, { cause });
}

function isPlugin(value: unknown): value is ProviderPlugin {
  if (typeof value !== 'object' || value === null) return false;
  const plugin = value as Partial<ProviderPlugin>;
  return typeof plugin.id === 'string' && typeof plugin.register === 'function';
}

function isFactory(value: unknown): value is ProviderFactory {
  if (typeof value !== 'object' || value === null) return false;
  const { id, create, capabilities, optionKeys } = value as Partial<ProviderFactory>;
  const routes: unknown = capabilities?.routes;
  return (
    typeof id === 'string' &&
    typeof create === 'function' &&
    typeof routes === 'object' &&
    routes !== null &&
    (optionKeys === undefined || Array.isArray(optionKeys))
  );
}

/**
 * Checks that all values are plugins of this version of the interface and that their ids differ.
 *
 * @throws `plugin_invalid` if not.
 */
export function checkPlugins(plugins: readonly ProviderPlugin[]): void {
  if (!Array.isArray(plugins)) {
    throw invalid(`"plugins" must be an array; received ${shown(plugins)}. Pass the plugins of the providers to use.`);
  }
  const seen = new Map<string, number>();
  for (const [index, plugin] of (plugins as readonly ProviderPlugin[]).entries()) {
    if (!isPlugin(plugin)) {
      const remedy =
        typeof plugin === 'string'
          ? 'Import the package and pass the plugin that it exports, or load it with loadPlugins().'
          : 'Pass the plugin that the provider package exports, such as "openai" of @lmux/provider-openai.';
      throw invalid(`plugins[${index}] is not a plugin; received ${shown(plugin)}. ${remedy}`);
    }
    if (plugin.spec !== 1) {
      throw invalid(
        `Plugin "${plugin.id}" (plugins[${index}]) is written for version ${String(plugin.spec)} of the plugin interface. ` +
          'This release of @lmux/core supports version 1. Install matching releases of both.',
      );
    }
    const earlier = seen.get(plugin.id);
    if (earlier !== undefined && plugins[earlier] !== plugin) {
      throw invalid(
        `Two plugins have the id "${plugin.id}": plugins[${earlier}] and plugins[${index}]. Remove one of them.`,
      );
    }
    seen.set(plugin.id, index);
  }
}

function checked(factory: unknown, by: string): Bound {
  if (!ignorePromise(factory) && isFactory(factory)) return { factory, by };
  throw invalid(
    `The PROVIDER_FACTORY bound by ${by} is not a provider factory. A factory has "id", "capabilities" and create().`,
  );
}

/** A provider factory that the application's container or a plugin binds. It is not yet created and not yet checked. */
export type UncheckedFactory = Pick<PluginBinding, 'by' | 'make'>;

function made({ by, make }: UncheckedFactory): Bound {
  try {
    return checked(make(), by);
  } catch (error) {
    if (isLmError(error)) throw error;
    throw invalid(`The PROVIDER_FACTORY bound by ${by} could not be resolved. The reason is in "cause".`, error);
  }
}

/**
 * Creates and checks provider factories.
 *
 * @throws `plugin_invalid` if one is not a provider factory, or two different ones have the same id.
 */
export function resolveFactories(factories: readonly UncheckedFactory[]): ProviderFactory[] {
  const byId = new Map<string, Bound>();
  for (const bound of factories.map(made)) {
    const { id } = bound.factory;
    const other = byId.get(id);
    if (other !== undefined && other.factory !== bound.factory) {
      throw invalid(
        `Two provider factories have the id "${id}", bound by ${other.by} and by ${bound.by}. Remove one of them.`,
      );
    }
    byId.set(id, other ?? bound);
  }
  return [...byId.values()].map(({ factory }) => factory);
}
