import type { ProviderPlugin } from '../provider/provider-plugin.js';
import type { ProviderFactory } from '../provider/provider-factory.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { PluginBinding } from './plugin-registry.js';
import { ignorePromise } from './ignore-promise.js';

/** A factory and who bound it, for the sentence about two of one id. */
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

/** Rejects what is not a plugin of this version, and two plugins of one id, naming them. */
export function checkPlugins(plugins: readonly ProviderPlugin[]): void {
  if (!Array.isArray(plugins)) throw invalid('"plugins" must be an array; pass the providers that config may name.');
  const seen = new Map<string, number>();
  for (const [index, plugin] of (plugins as readonly ProviderPlugin[]).entries()) {
    if (!isPlugin(plugin)) throw invalid(`plugins[${index}] is not a plugin: it needs "spec", "id" and register().`);
    if (plugin.spec !== 1) {
      throw invalid(
        `Plugin "${plugin.id}" (plugins[${index}]) is written for version ${String(plugin.spec)} of the plugin interface; this release of @lmux/core takes version 1.`,
      );
    }
    const earlier = seen.get(plugin.id);
    if (earlier !== undefined && plugins[earlier] !== plugin) {
      throw invalid(
        `Two plugins have the id "${plugin.id}": plugins[${earlier}] and plugins[${index}]. Leave one out.`,
      );
    }
    seen.set(plugin.id, index);
  }
}

function checked(factory: unknown, by: string): Bound {
  if (!ignorePromise(factory) && isFactory(factory)) return { factory, by };
  throw invalid(
    `What ${by} binds under PROVIDER_FACTORY is not a factory: it needs "id", "capabilities" and create().`,
  );
}

/** A provider factory that the application's container or a plugin binds: not yet made, and not yet checked. */
export type UncheckedFactory = Pick<PluginBinding, 'by' | 'make'>;

function made({ by, make }: UncheckedFactory): Bound {
  try {
    return checked(make(), by);
  } catch (error) {
    if (isLmError(error)) throw error;
    throw invalid(`What ${by} binds under PROVIDER_FACTORY could not be resolved; see "cause".`, error);
  }
}

/**
 * Makes and checks provider factories.
 *
 * @throws `plugin_invalid` if one is something else, or two have one id.
 */
export function resolveFactories(factories: readonly UncheckedFactory[]): ProviderFactory[] {
  const byId = new Map<string, Bound>();
  for (const bound of factories.map(made)) {
    const { id } = bound.factory;
    const other = byId.get(id);
    if (other !== undefined && other.factory !== bound.factory) {
      throw invalid(`Two provider factories have the id "${id}": of ${other.by} and of ${bound.by}. Leave one out.`);
    }
    byId.set(id, other ?? bound);
  }
  return [...byId.values()].map(({ factory }) => factory);
}
