import type { DependencyContainer } from 'tsyringe';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import type { ProviderFactory } from '../provider/provider-factory.js';
import { PROVIDER_FACTORY } from '../provider/tokens.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { ClientContainer } from './own-container.js';

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

/** What this container itself binds; those above it are asked on their own. */
function boundIn(container: ClientContainer, by: string): unknown[] {
  try {
    return container.isRegistered(PROVIDER_FACTORY) ? container.resolveAll(PROVIDER_FACTORY) : [];
  } catch (error) {
    throw invalid(`What ${by} binds under PROVIDER_FACTORY could not be resolved; see "cause".`, error);
  }
}

/** The container that was passed and those above it, outermost first. tsyringe has no door to the parent, only the field. */
function lineage(passed: DependencyContainer | undefined): DependencyContainer[] {
  const line: DependencyContainer[] = [];
  for (let next = passed; next !== undefined; next = (next as { parent?: DependencyContainer }).parent) {
    line.unshift(next);
  }
  return line;
}

/** Lets the plugins bind what they have, and gives what each of them bound. */
function registerPlugins(own: ClientContainer, plugins: readonly ProviderPlugin[]): Bound[] {
  let known = 0;
  return [...new Set(plugins)].flatMap((plugin) => {
    const by = `plugin "${plugin.id}"`;
    try {
      plugin.register(own);
    } catch (error) {
      if (isLmError(error)) throw error;
      throw invalid(`Plugin "${plugin.id}" failed to register; see "cause".`, error);
    }
    const added = boundIn(own, by).slice(known);
    known += added.length;
    return added.map((factory) => checked(factory, by));
  });
}

function checked(factory: unknown, by: string): Bound {
  if (isFactory(factory)) return { factory, by };
  throw invalid(`What ${by} binds under PROVIDER_FACTORY is no factory: it needs "id", "capabilities" and create().`);
}

/**
 * Registers the plugins in the client's own container and gives all provider factories: theirs, and those of the container that was
 * passed and of its parents. A child's registrations would hide its parents' from `resolveAll`.
 */
export function resolveFactories(
  own: ClientContainer,
  plugins: readonly ProviderPlugin[],
  passed: DependencyContainer | undefined,
): ProviderFactory[] {
  const passer = 'the container that was passed';
  const inherited = lineage(passed)
    .flatMap((container) => boundIn(container, passer))
    .map((factory) => checked(factory, passer));
  const byId = new Map<string, Bound>();
  for (const bound of [...inherited, ...registerPlugins(own, plugins)]) {
    const { id } = bound.factory;
    const other = byId.get(id);
    if (other !== undefined && other.factory !== bound.factory) {
      throw invalid(`Two provider factories have the id "${id}": of ${other.by} and of ${bound.by}. Leave one out.`);
    }
    byId.set(id, other ?? bound);
  }
  return [...byId.values()].map(({ factory }) => factory);
}
