import type { CapabilityMatrix, Operation } from '../contract/capability.js';
import { LmError } from '../errors/lm-error.js';
import { supportOf } from '../capability/support.js';
import type { Provider } from './provider.js';
import type { ProviderFactory } from './provider-factory.js';
import type { ProviderPlugin } from './provider-plugin.js';
import { PROVIDER_FACTORY } from './tokens.js';

/** The method of a provider that implements each operation. */
export const METHODS: { readonly [Key in Operation]: keyof Provider } = {
  chat: 'chat',
  'chat.stream': 'chatStream',
  completion: 'complete',
  'completion.stream': 'completeStream',
  embedding: 'embed',
  'models.list': 'listModels',
  'models.running': 'isModelRunning',
  'models.load': 'loadModel',
  'models.unload': 'unloadModel',
  'models.download': 'downloadModel',
  'models.downloadStatus': 'downloadStatus',
  'models.describe': 'describeModel',
  'models.delete': 'deleteModel',
  'tokens.count': 'countTokens',
};

/**
 * Checks that a provider's methods match its matrix.
 *
 * @throws `plugin_invalid` if a capability has no method, or every route denies the capability of a method.
 */
export function checkProvider(provider: Provider, capabilities: CapabilityMatrix): void {
  const routes = Object.values(capabilities.routes);
  for (const capability of Object.keys(METHODS) as Operation[]) {
    const declared = routes.some((route) => supportOf(route[capability]) !== 'no');
    const present = typeof provider[METHODS[capability]] === 'function';
    if (declared === present) continue;
    throw new LmError(
      'plugin_invalid',
      declared
        ? `Provider "${capabilities.provider}" declares "${capability}" but has no method ${METHODS[capability]}(). Implement the method, or declare "no".`
        : `Provider "${capabilities.provider}" has a method ${METHODS[capability]}() but denies "${capability}" on every route. Declare the capability on a route, or remove the method.`,
    );
  }
}

/**
 * Returns a plugin that registers a provider factory. The methods of each provider that the factory creates are checked against the matrix.
 *
 * @throws `plugin_invalid` if the matrix has another provider id than the factory.
 */
export function defineProvider<const Id extends string, const M extends CapabilityMatrix>(
  factory: ProviderFactory<Id, M>,
): ProviderPlugin<Id, M> & { readonly capabilities: M } {
  if (factory.capabilities.provider !== factory.id) {
    throw new LmError(
      'plugin_invalid',
      `The capability matrix belongs to provider "${factory.capabilities.provider}", but the plugin's id is "${factory.id}". Use the same id in both.`,
    );
  }
  const checked: ProviderFactory<Id, M> = {
    id: factory.id,
    capabilities: factory.capabilities,
    optionKeys: factory.optionKeys,
    defaultBaseUrl: factory.defaultBaseUrl?.bind(factory),
    create(context) {
      const provider = factory.create(context);
      checkProvider(provider, factory.capabilities);
      return provider;
    },
  };
  return {
    spec: 1,
    id: factory.id,
    capabilities: factory.capabilities,
    register: (container) => {
      container.register(PROVIDER_FACTORY, { useValue: checked });
    },
  };
}
