import type { Container } from '../provider/container.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import type { ProviderFactory } from '../provider/provider-factory.js';
import { PROVIDER_FACTORY } from '../provider/tokens.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { resolveBound, type BindingSource } from './resolve-bound.js';

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
  const factory = value as Partial<ProviderFactory>;
  return (
    typeof factory.id === 'string' &&
    typeof factory.create === 'function' &&
    typeof factory.capabilities?.routes === 'object'
  );
}

/** Rejects what is no plugin of this version, and two plugins of one id, naming them. */
export function checkPlugins(plugins: readonly ProviderPlugin[]): void {
  if (!Array.isArray(plugins)) throw invalid('"plugins" is no array; pass the providers that config may name.');
  const seen = new Map<string, number>();
  for (const [index, plugin] of (plugins as readonly ProviderPlugin[]).entries()) {
    if (!isPlugin(plugin)) throw invalid(`plugins[${index}] is no plugin: it needs "spec", "id" and register().`);
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

/** Returns the factories that the nearest container of the source binds. */
function factoriesOf(source: BindingSource): Bound[] {
  const factories = resolveBound(source, PROVIDER_FACTORY, (container) =>
    container.resolveAll<unknown>(PROVIDER_FACTORY),
  );
  return (factories ?? []).map((factory) => {
    if (isFactory(factory)) return { factory, by: source.name };
    throw invalid(
      `What ${source.name} binds under PROVIDER_FACTORY is no factory: it needs "id", "capabilities" and create().`,
    );
  });
}

/** Registers each plugin once in the container, and returns the factories that each of them bound. */
function registerPlugins(container: Container, plugins: readonly ProviderPlugin[]): Bound[] {
  let known = 0;
  return [...new Set(plugins)].flatMap((plugin) => {
    const name = `plugin "${plugin.id}"`;
    try {
      plugin.register(container);
    } catch (error) {
      if (isLmError(error)) throw error;
      throw invalid(`Plugin "${plugin.id}" failed to register; see "cause".`, error);
    }
    const added = factoriesOf({ container, name, recursive: false }).slice(known);
    known += added.length;
    return added;
  });
}

/**
 * Registers the plugins in the container and returns all provider factories: those of the application's container (of the nearest
 * one that binds any), then those of the plugins.
 *
 * @param application Source of the application's container, if one was passed.
 */
export function resolveFactories(
  container: Container,
  plugins: readonly ProviderPlugin[],
  application: BindingSource | undefined,
): ProviderFactory[] {
  const inherited = application === undefined ? [] : factoriesOf(application);
  const byId = new Map<string, Bound>();
  for (const bound of [...inherited, ...registerPlugins(container, plugins)]) {
    const { id } = bound.factory;
    const other = byId.get(id);
    if (other !== undefined && other.factory !== bound.factory) {
      throw invalid(`Two provider factories have the id "${id}": of ${other.by} and of ${bound.by}. Leave one out.`);
    }
    byId.set(id, other ?? bound);
  }
  return [...byId.values()].map(({ factory }) => factory);
}
